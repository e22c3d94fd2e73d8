using System.Globalization;
using System.IO.Compression;
using System.Text;
using Entraide.Core.Text.Blocks;

namespace Entraide.Node.Guide;

/// <summary>
/// The guide as a book for readers: EPUB 3.3 (W3C), a page for each chapter. The same text and instant give the same bytes.
/// It claims no conformance to EPUB Accessibility: nobody has certified it.
/// </summary>
public sealed class GuideBook
{
    private const string Title = "title.xhtml", Contents = "contents.xhtml", Last = "facts.xhtml", Style = "copy.css";

    private readonly CopySource source;
    private readonly DateTimeOffset at;
    private readonly Dictionary<string, string> fileOf = new(StringComparer.Ordinal);
    private readonly List<(string File, string Name, GuideChapter Chapter)> chapters = [];

    private GuideBook(CopySource source, DateTimeOffset at)
    {
        (this.source, this.at) = (source, at.ToUniversalTime());
        var text = Text(new Xhtml(xml: true));
        foreach (var chapter in source.Chapters)
        {
            var file = string.Create(CultureInfo.InvariantCulture, $"chapter-{chapters.Count + 1:000}.xhtml");
            chapters.Add((file, text.Plain(chapter.Title), chapter));
            foreach (var block in chapter.Blocks.Prepend(chapter.Title)) fileOf[block.Id] = file;
        }
        foreach (var name in source.Text.Placeholders.Keys) fileOf[name] = Last;
    }

    private bool HasLast => source.Text.Placeholders.Count > 0 || source.Text.Homeless.Length > 0;

    /// <param name="at">When this text was last changed, or first taken along; to the second.</param>
    public static byte[] Make(CopySource source, DateTimeOffset at) => new GuideBook(source, at).Make();

    private byte[] Make()
    {
        var files = new List<(string Name, string Content)>
        {
            // The standard wants this one first and as it is.
            ("mimetype", "application/epub+zip"),
            ("META-INF/container.xml", """<?xml version="1.0" encoding="utf-8"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""),
            ("book/package.opf", Package()),
            ("book/" + Title, TitlePage()),
            ("book/" + Contents, ContentsPage()),
        };
        foreach (var (file, name, chapter) in chapters) files.Add(("book/" + file, Page(name, "bodymatter", to => Text(to).Chapter(chapter))));
        if (HasLast) files.Add(("book/" + Last, Page(source.Say["book.facts"], "backmatter", to => Text(to).LastPages())));
        files.Add(("book/" + Style, CopyFiles.Resource("copy.css")));

        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in files)
            {
                var entry = zip.CreateEntry(name, name == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.SmallestSize);
                // A time of the same digits wherever the machine stands; the form knows no zone.
                entry.LastWriteTime = new DateTimeOffset(Math.Max(at.Year, 1980), at.Month, at.Day, at.Hour, at.Minute, at.Second, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(content));
            }
        return bytes.ToArray();
    }

    private CopyText Text(Xhtml to) => new(source, to, block => fileOf.TryGetValue(block, out var file) ? $"{file}#{block}" : null, top: 1, folds: false);

    private string Page(string title, string part, Action<Xhtml> write)
    {
        var to = new Xhtml(xml: true).Raw("<?xml version=\"1.0\" encoding=\"utf-8\"?><!DOCTYPE html>");
        to.Open("html", ("xmlns", "http://www.w3.org/1999/xhtml"), ("xmlns:epub", "http://www.idpf.org/2007/ops"), ("lang", source.Language.Tag), ("dir", source.Language.Direction));
        to.Open("head").Element("title", title).Empty("link", ("rel", "stylesheet"), ("type", "text/css"), ("href", Style)).Close();
        to.Open("body", ("epub:type", part));
        write(to);
        return to.Close().Close().ToString();
    }

    private string TitlePage() => Page(source.Title, "frontmatter", to =>
    {
        to.Open("section", ("epub:type", "titlepage"), ("aria-labelledby", "book_title")).Element("h1", source.Title, ("id", "book_title")).Element("p", source.Say["guide.lead"]);
        var text = Text(to);
        text.Provenance();
        text.Review();
        to.Close();
    });

    private string ContentsPage() => Page(source.Say["book.contents"], "frontmatter", to =>
    {
        to.Open("nav", ("epub:type", "toc"), ("role", "doc-toc"), ("aria-labelledby", "book_toc")).Element("h1", source.Say["book.contents"], ("id", "book_toc")).Open("ol");
        foreach (var (file, name, chapter) in chapters)
        {
            to.Open("li").Element("a", name, ("href", file), ("lang", Lang(chapter.Title)));
            var below = chapter.Blocks.Where(block => block.Kind == BlockKind.Subheading).ToList();
            if (below.Count > 0) to.Open("ol");
            foreach (var block in below) to.Open("li").Element("a", Text(to).Plain(block), ("href", $"{file}#{block.Id}"), ("lang", Lang(block))).Close();
            if (below.Count > 0) to.Close();
            to.Close();
        }
        if (HasLast) to.Open("li").Element("a", source.Say["book.facts"], ("href", Last)).Close();
        to.Close().Close();
        to.Open("nav", ("epub:type", "landmarks"), ("aria-label", source.Say["book.landmarks"]), ("hidden", "hidden")).Open("ol");
        to.Open("li").Element("a", source.Title, ("epub:type", "titlepage"), ("href", Title)).Close();
        to.Open("li").Element("a", source.Say["book.contents"], ("epub:type", "toc"), ("href", Contents)).Close();
        if (chapters.Count > 0) to.Open("li").Element("a", source.Say["book.start"], ("epub:type", "bodymatter"), ("href", chapters[0].File)).Close();
        to.Close().Close();
    });

    private string Package()
    {
        var to = new Xhtml(xml: true).Raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        to.Open("package", ("xmlns", "http://www.idpf.org/2007/opf"), ("version", "3.0"), ("unique-identifier", "book_id"), ("xml:lang", source.Language.Tag), ("dir", source.Language.Direction));
        to.Open("metadata", ("xmlns:dc", "http://purl.org/dc/elements/1.1/"));
        to.Element("dc:identifier", $"urn:uuid:{Identity(source.Text.Hash)}", ("id", "book_id")).Element("dc:title", source.Title);
        foreach (var language in source.AllLanguages) to.Element("dc:language", language);
        to.Element("dc:description", $"{source.MadeFrom} {source.Code}");
        Meta("dcterms:modified", at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        foreach (var mode in (string[])["accessMode", "accessModeSufficient"]) Meta("schema:" + mode, "textual");
        foreach (var feature in (string[])["tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability", "ARIA"]) Meta("schema:accessibilityFeature", feature);
        Meta("schema:accessibilityHazard", "none");
        Meta("schema:accessibilitySummary", source.Say["book.accessibility"]);
        to.Close().Open("manifest");
        Item("title", Title);
        Item("contents", Contents, "nav");
        foreach (var (file, _, _) in chapters) Item(file[..^6], file);
        if (HasLast) Item("facts", Last);
        to.Empty("item", ("id", "style"), ("href", Style), ("media-type", "text/css"));
        to.Close().Open("spine", ("page-progression-direction", source.Language.Direction));
        foreach (var id in (string[])["title", "contents", .. chapters.Select(one => one.File[..^6]), .. HasLast ? ["facts"] : (string[])[]]) to.Empty("itemref", ("idref", id));
        return to.Close().Close().ToString();

        void Meta(string property, string value) => to.Element("meta", value, ("property", property));
        void Item(string id, string file, string? properties = null) => to.Empty("item", ("id", id), ("href", file), ("media-type", "application/xhtml+xml"), ("properties", properties));
    }

    private string? Lang(ResolvedBlock block) => block.Shown.Language == source.Language.Tag ? null : block.Shown.Language;

    /// <summary>A name that only this text has: a UUID of version 8 (RFC 9562), whose bits are ours to give.</summary>
    private static string Identity(string hash)
    {
        var digits = hash[..32].ToCharArray();
        digits[12] = '8';
        digits[16] = "89ab"[Convert.ToInt32(hash[16..17], 16) & 3];
        return Guid.ParseExact(new string(digits), "N").ToString("D");
    }
}
