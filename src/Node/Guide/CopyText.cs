using System.Globalization;
using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;

namespace Entraide.Node.Guide;

/// <summary>
/// Writes what a file to take along holds. It says in words, not in colour, what is national, how binding it is and what is
/// behind. Its own ids have an underscore, which no block's id has.
/// </summary>
/// <param name="link">The address of a block in the file; null where it is not in it.</param>
/// <param name="top">The level of a chapter's heading.</param>
/// <param name="folds">Whether older text can be folded away; where it cannot, it stands in a marked aside.</param>
internal sealed class CopyText(CopySource source, Xhtml to, Func<string, string?> link, int top, bool folds)
{
    public const string Facts = "book_facts";

    /// <summary>Edition, code, and how to see whether the copy is still good.</summary>
    public void Provenance()
    {
        to.Open("p", ("class", "provenance")).Text(source.MadeFrom + " ").Open("b", ("class", "code")).Element("bdi", source.Code).Close().Close();
        to.Open("p", ("class", "provenance")).Text(source.HowToCheck);
        if (source.CheckAddress is { } address) to.Text(" ").Element("a", source.Say["guide.check.title"], ("href", address));
        to.Close();
    }

    public void Review()
    {
        if (source.Review is { } review) to.Open("div", ("class", "notice"), ("role", "note")).Element("p", review).Close();
    }

    /// <summary>The title of a chapter, as plain letters.</summary>
    public string Plain(ResolvedBlock block) => InlineMarkup.Plain(InlineMarkup.Parse(block.Shown.Text), Fill);

    public void Chapter(GuideChapter chapter)
    {
        to.Open("section", ("class", "chapter"), ("epub:type", "chapter"), ("role", "doc-chapter"), ("aria-labelledby", chapter.Id));
        var title = chapter.Title;
        to.Open(Heading(0), ("id", title.Id), ("lang", Lang(title.Shown)), ("dir", Dir(title.Shown)));
        Words(title.Shown.Text);
        to.Close();
        Warn(title);
        Around(title, isHeading: true);
        foreach (var run in chapter.Runs()) Run(run);
        to.Close();
    }

    /// <summary>What countries fill in, with where each was found, and national text that has lost its place.</summary>
    public void LastPages()
    {
        if (source.Text.Placeholders.Count > 0)
        {
            to.Open("section", ("class", "facts"), ("aria-labelledby", Facts)).Element(Heading(0), source.Say["book.facts"], ("id", Facts)).Open("dl");
            foreach (var one in source.Text.Placeholders.Values)
            {
                to.Open("dt", ("id", one.Name), ("lang", Lang(one.Wording)), ("dir", Dir(one.Wording)));
                Words(one.Wording.Text);
                to.Close().Element("dd", one.National is { } national ? $"{source.Country}. {Origin(national)}" : source.Say["book.facts.generic"]);
            }
            to.Close().Close();
        }
        if (source.Text.Homeless.IsEmpty) return;
        to.Open("section", ("aria-labelledby", "book_homeless")).Element(Heading(0), source.Say["guide.homeless"], ("id", "book_homeless")).Element("p", source.Say["guide.homeless.about"]);
        foreach (var one in source.Text.Homeless) Note(one);
        to.Close();
    }

    private void Run(IReadOnlyList<ResolvedBlock> run)
    {
        var list = run[0].Kind switch { BlockKind.ListItem => "ul", BlockKind.Step => "ol", _ => null };
        if (list is null)
        {
            Block(run[0]);
            return;
        }
        to.Open(list);
        for (var i = 0; i < run.Count; i++)
        {
            // The number is written, so that a search that hides the others does not count anew.
            to.Open("li", ("value", list == "ol" ? (i + 1).ToString(CultureInfo.InvariantCulture) : null));
            Block(run[i]);
            to.Close();
        }
        to.Close();
    }

    private void Block(ResolvedBlock block)
    {
        var (shown, isHeading) = (block.Shown, block.Kind == BlockKind.Subheading);
        var classes = $"block {block.Level.ToString().ToLowerInvariant()}{(IsNational(block) ? " national" : "")}{(block.Kind == BlockKind.Warning ? " warning" : "")}";
        to.Open("div", ("class", classes), ("id", block.Id));
        if (!isHeading) Warn(block);
        to.Open(isHeading ? Heading(1) : "p", ("lang", Lang(shown)), ("dir", Dir(shown)));
        if (block.Kind == BlockKind.Warning) to.Element("strong", source.Say["guide.warning"], ("lang", Lang(shown) is null ? null : source.Language.Tag)).Text(" ");
        Words(shown.Text);
        to.Close();
        if (isHeading) Warn(block);
        Around(block, isHeading);
        to.Close();
    }

    // Before it is read: that it has changed dangerously.
    private void Warn(ResolvedBlock block)
    {
        if (block.IsDangerouslyBehind) to.Open("p", ("class", "behind grave")).Element("strong", source.Say["guide.behind.critical"]).Close();
    }

    private void Around(ResolvedBlock block, bool isHeading)
    {
        if (block.Folded is { } folded) Folded(block, folded);
        if (block.Shown.Freshness == Freshness.Behind) to.Element("p", source.Say["guide.behind"], ("class", "behind"));
        if (block.Folded is null && block.National is { } national) Behind(national);
        foreach (var note in block.Notes) Note(note);
        About(block, isHeading);
    }

    private void Folded(ResolvedBlock block, ShownText folded)
    {
        var title = source.Say[block.National is null ? "guide.behind.folded" : "guide.behind.folded.national"];
        if (folds) to.Open("details", ("class", "folded")).Element("summary", title);
        else to.Open("aside", ("class", "folded"), ("role", "note"), ("aria-label", title)).Open("p", ("class", "folded-title")).Element("strong", title).Close();
        to.Open("p", ("lang", Lang(folded)), ("dir", Dir(folded)));
        Words(folded.Text);
        to.Close();
        if (block.National is { } national) to.Element("p", $"{source.Country}. {Origin(national)}", ("class", "about-block"));
        to.Close();
    }

    private void Note(NationalText note)
    {
        to.Open("div", ("class", "note national")).Open("p", ("lang", Lang(note.Wording)), ("dir", Dir(note.Wording)));
        to.Element("b", $"{source.Country}: ", ("lang", Lang(note.Wording) is null ? null : source.Language.Tag));
        Words(note.Wording.Text);
        to.Close();
        if (note.Wording.Freshness == Freshness.Behind) to.Element("p", source.Say["guide.behind"], ("class", "behind"));
        Behind(note);
        to.Element("p", $"{source.Say["guide.national." + note.Kind]}. {Origin(note)}", ("class", "about-block")).Close();
    }

    private void Behind(NationalText one)
    {
        if (one.Behind is Freshness.Behind or Freshness.BehindCritical) to.Element("p", source.Say["guide.behind.national"], ("class", one.Behind == Freshness.BehindCritical ? "behind grave" : "behind"));
    }

    private void About(ResolvedBlock block, bool isHeading)
    {
        var words = new List<string>();
        if (block.Level != NormativeLevel.Info && !isHeading) words.Add(source.Say["guide.level." + block.Level]);
        if (block.Strengthened) words.Add(source.Say.Say("guide.strengthened", ("country", source.Country)));
        if (IsNational(block)) words.Add($"{source.Country}: {source.Say["guide.national." + block.National!.Kind]}. {Origin(block.National)}");
        if (block.Shown.Language != source.Text.Language && block.Shown.Freshness == Freshness.Missing) words.Add(source.Say["guide.not-translated"]);
        if (words.Count == 0 && block.Basis.IsEmpty) return;
        to.Open("p", ("class", "about-block"));
        for (var i = 0; i < words.Count; i++) to.Text(i == 0 ? "" : " · ").Element("span", words[i], ("class", i == 0 && block.Level != NormativeLevel.Info && !isHeading ? "level" : null));
        if (!block.Basis.IsEmpty) to.Text(words.Count == 0 ? "" : " · ").Element("bdi", string.Join(" · ", block.Basis), ("lang", source.Language.Tag == "en" ? null : "en"), ("dir", source.Language.RightToLeft ? "ltr" : null));
        to.Close();
    }

    private void Words(string markup) => Write(InlineMarkup.Parse(markup));

    private void Write(IEnumerable<InlineNode> nodes)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case InlineText plain: to.Text(plain.Text); break;
                case InlineStrong strong: Inside("strong", strong.Content); break;
                case InlineEmphasis emphasis: Inside("em", emphasis.Content); break;
                case InlineLink { Target: ['b', 'l', 'o', 'c', 'k', ':', .. var id] } inner: Inside(link(id) is null ? "span" : "a", inner.Content, ("href", link(id))); break;
                case InlineLink outer: Inside("a", outer.Content, ("href", outer.Target), ("rel", "noreferrer")); break;
                case InlinePlaceholder placeholder: Filled(placeholder.Name); break;
            }
        }
    }

    private void Inside(string name, IEnumerable<InlineNode> content, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        to.Open(name, attributes);
        Write(content);
        to.Close();
    }

    // A filled-in fact stands out from a generic phrase, so that nobody takes the one for the other.
    private void Filled(string name)
    {
        if (!source.Text.Placeholders.TryGetValue(name, out var one)) to.Text($"{{{name}}}");
        else if (one.National is null) to.Element("span", Fill(name)!, ("class", "generic"), ("lang", Lang(one.Wording)));
        else
        {
            to.Open("b", ("class", "bound"), ("lang", Lang(one.Wording))).Element("bdi", Fill(name)!).Close();
            // A number that nobody has checked must say so where it is read, on paper too.
            if (one.National.Source.Length == 0) to.Text($" ({source.Say["guide.to-verify"].TrimEnd('.')})");
        }
    }

    private string? Fill(string name) => source.Text.Placeholders.TryGetValue(name, out var one) ? InlineMarkup.Plain(InlineMarkup.Parse(one.Wording.Text)) : null;

    private static bool IsNational(ResolvedBlock block) => block.National is not null && block.Folded is null;

    private string Origin(NationalText one) => one.Source.Length > 0 ? source.Say.Say("guide.source", ("source", one.Source)) : source.Say["guide.to-verify"];

    private string Heading(int below) => $"h{top + below}";

    private string? Lang(ShownText wording) => wording.Language == source.Text.Language ? null : wording.Language;

    private string? Dir(ShownText wording) => wording.Language == source.Text.Language || Language.Find(wording.Language) is not { } language || language.RightToLeft == source.Language.RightToLeft ? null : language.Direction;
}
