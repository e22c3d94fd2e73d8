using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Entraide.Node.Guide;

/// <summary>
/// The guide as one file for the browser: it opens from a disk without a network, asks nobody for anything, can be searched
/// where scripts run, and says when it has not been checked for two weeks. Without a script it is a page to read.
/// </summary>
public static class GuideFile
{
    /// <param name="day">The day on which it is taken along.</param>
    public static byte[] Make(CopySource source, DateOnly day)
    {
        var script = CopyFiles.Resource("copy.js");
        // The file may run its own script and reach nothing else, whatever was written into it.
        var policy = $"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'; base-uri 'none'; form-action 'none'";
        return Encoding.UTF8.GetBytes(Write(source, day, policy, script));
    }

    /// <summary>The same for paper: nothing that only a screen can do.</summary>
    internal static string ForPaper(CopySource source, DateOnly day) => Write(source, day, "default-src 'none'; style-src 'unsafe-inline'", null);

    private static string Write(CopySource source, DateOnly day, string policy, string? script)
    {
        var to = new Xhtml(xml: false);
        var known = source.Text.Blocks.Select(block => block.Id).Concat(source.Text.Placeholders.Keys).ToHashSet(StringComparer.Ordinal);
        var text = new CopyText(source, to, block => known.Contains(block) ? $"#{block}" : null, top: 2, folds: script is not null);
        to.Raw("<!DOCTYPE html>\n").Open("html", ("lang", source.Language.Tag), ("dir", source.Language.Direction));
        Head(source, to, policy);
        to.Open("body");
        if (script is not null) to.Element("a", source.Say["page.skip"], ("class", "skip"), ("href", "#book_text"));
        to.Open("header").Element("h1", source.Title);
        text.Provenance();
        Made(source, to, day, script is not null);
        text.Review();
        to.Close();
        Contents(source, to, text);
        if (script is not null) Search(source, to);
        to.Open("main", ("id", "book_text"));
        foreach (var chapter in source.Chapters) text.Chapter(chapter);
        text.LastPages();
        to.Close().Open("footer");
        text.Provenance();
        to.Close();
        if (script is not null) to.Open("script").Raw(script).Close();
        return to.Close().Close().Raw("\n").ToString();
    }

    private static void Head(CopySource source, Xhtml to, string policy)
    {
        to.Open("head").Empty("meta", ("charset", "utf-8")).Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", policy));
        to.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Empty("meta", ("name", "generator"), ("content", "Entraide"));
        to.Empty("meta", ("name", "description"), ("content", $"{source.MadeFrom} {source.Code}")).Element("title", source.Title);
        // What stands at the foot of each sheet, where the program that prints can do it.
        var foot = $"@page {{ @bottom-center {{ content: {Quoted(source.Say.Say("book.code", ("code", source.Code)))} \" · \" counter(page) \" / \" counter(pages); }} @top-center {{ content: {Quoted(source.Title)}; }} }}";
        to.Open("style").Raw(CopyFiles.Resource("copy.css")).Raw(CopyFiles.Resource("paper.css")).Raw(foot).Close().Close();
    }

    private static void Made(CopySource source, Xhtml to, DateOnly day, bool live)
    {
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        to.Element("p", source.Say.Say("book.made", ("date", date)), ("class", "provenance"));
        if (live) to.Open("div", ("id", "book_old"), ("class", "notice"), ("role", "status"), ("data-made", date), ("hidden", "hidden")).Element("p", source.Say.Say("book.old", ("date", date))).Close();
    }

    private static void Contents(CopySource source, Xhtml to, CopyText text)
    {
        to.Open("nav", ("class", "contents"), ("aria-labelledby", "book_toc")).Element("h2", source.Say["book.contents"], ("id", "book_toc")).Open("ol");
        foreach (var chapter in source.Chapters)
            to.Open("li", ("lang", chapter.Title.Shown.Language == source.Language.Tag ? null : chapter.Title.Shown.Language)).Element("a", text.Plain(chapter.Title), ("href", "#" + chapter.Id)).Close();
        if (source.Text.Placeholders.Count > 0) to.Open("li").Element("a", source.Say["book.facts"], ("href", "#" + CopyText.Facts)).Close();
        to.Close().Close();
    }

    private static void Search(CopySource source, Xhtml to)
    {
        to.Open("form", ("id", "book_search"), ("role", "search"), ("hidden", "hidden")).Element("label", source.Say["book.search"], ("for", "book_words"));
        to.Empty("input", ("id", "book_words"), ("type", "search"), ("autocomplete", "off"), ("spellcheck", "false"));
        to.Element("p", "", ("id", "book_found"), ("role", "status"), ("data-found", source.Say["book.search.found"]), ("data-none", source.Say["book.search.none"])).Close();
    }

    // A string of CSS that may stand in a style element.
    private static string Quoted(string words) => $"\"{string.Concat(words.Select(letter => letter is '"' or '\\' or '<' or '>' or '&' || letter < ' ' ? string.Create(CultureInfo.InvariantCulture, $"\\{(int)letter:x} ") : letter.ToString()))}\"";
}
