using Entraide.Node.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Identification;

/// <summary>The instruments to read and print: the same data that is screened with.</summary>
public static class ReadPractice
{
    public static Results<RazorComponentResult<ReadPracticePage>, NotFound> Show(Frame frame, InstrumentLibrary library, string? id) =>
        library.Find(id ?? library.Instruments[0].Id) is { } instrument
            ? new RazorComponentResult<ReadPracticePage>(new { Frame = frame, Library = library, Instrument = instrument })
            : TypedResults.NotFound();
}
