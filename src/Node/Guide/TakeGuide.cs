using Entraide.Node.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Guide;

/// <summary>The guide to take along: as a book, as one file for the browser, and for programs.</summary>
public static class TakeGuide
{
    public static async Task<FileContentHttpResult> Book(Frame frame, HttpContext context, TextStore store, CopyFiles files) => await Give(frame, context, store, files, CopyFiles.Epub);

    public static async Task<FileContentHttpResult> File(Frame frame, HttpContext context, TextStore store, CopyFiles files) => await Give(frame, context, store, files, CopyFiles.Html);

    public static async Task<FileContentHttpResult> Json(Frame frame, HttpContext context, TextStore store, CopyFiles files) => await Give(frame, context, store, files, CopyFiles.Json);

    private static async Task<FileContentHttpResult> Give(Frame frame, HttpContext context, TextStore store, CopyFiles files, string format)
    {
        var source = files.Source(await store.Now(), ReadGuide.Document, frame.Language.Tag, ReadGuide.Country(context, await store.Now()));
        return TypedResults.File(await files.Make(source, format), CopyFiles.MediaTypes[format], source.FileName(format));
    }
}
