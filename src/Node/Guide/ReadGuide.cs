using System.Globalization;
using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Guide;

/// <summary>The guide to read: core and national text as one, in a language and a country. Nothing is asked of the reader.</summary>
public static class ReadGuide
{
    public const string Document = "best-practice";

    private const string CountryCookie = "country";

    /// <summary>What the guide holds, and the choice of the country.</summary>
    public static async Task<RazorComponentResult<ContentsPage>> Contents(Frame frame, HttpContext context, TextStore store) =>
        new(new { Frame = frame, View = await View(frame, context, store) });

    /// <summary>One chapter.</summary>
    public static async Task<Results<RazorComponentResult<ChapterPage>, NotFound>> Chapter(Frame frame, HttpContext context, TextStore store, CopyBook copies, string id)
    {
        var view = await View(frame, context, store);
        if (view.Chapters.FirstOrDefault(one => one.Id == id) is not { } chapter) return TypedResults.NotFound();
        await copies.Remember(view.Text);
        return new RazorComponentResult<ChapterPage>(new { Frame = frame, View = view, Chapter = chapter });
    }

    /// <summary>Everything on one page, to print.</summary>
    public static async Task<RazorComponentResult<WholePage>> Whole(Frame frame, HttpContext context, TextStore store, CopyBook copies)
    {
        var view = await View(frame, context, store);
        view.IsWhole = true;
        await copies.Remember(view.Text);
        return new RazorComponentResult<WholePage>(new { Frame = frame, View = view });
    }

    /// <summary>Leads to the paragraph that explains something on another page, as an indicator or a step.</summary>
    public static async Task<Results<RedirectHttpResult, NotFound>> About(Frame frame, HttpContext context, TextStore store, string key)
    {
        var view = await View(frame, context, store);
        return view.Explaining(key) is { } block ? TypedResults.Redirect(view.AddressOf(block.Id)) : TypedResults.NotFound();
    }

    /// <summary>What a block said when a translation or a national text was made from it, and what it says now.</summary>
    public static async Task<Results<RazorComponentResult<DifferencePage>, NotFound>> Difference(Frame frame, HttpContext context, TextStore store, string id, int since)
    {
        var view = await View(frame, context, store);
        var document = view.State.Documents[Document];
        if (document.Block(id) is not { } now || document.Histories[id].At(since) is not { } then) return TypedResults.NotFound();
        return new RazorComponentResult<DifferencePage>(new { Frame = frame, View = view, Then = then, Current = now });
    }

    internal static async Task<GuideView> View(Frame frame, HttpContext context, TextStore store, string document = Document)
    {
        var state = await store.Now();
        return new GuideView(state, document, frame, Country(context, state), context.RequestServices);
    }

    // The country is chosen once and kept, in a cookie that says nothing else. An address that names one has the word.
    internal static string? Country(HttpContext context, TextState state)
    {
        var asked = context.Request.Query["country"].ToString();
        if (asked.Length > 0)
        {
            var known = state.Countries.ContainsKey(asked) ? asked : "";
            context.Response.Cookies.Append(CountryCookie, known, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), Path = "/" });
            return known.Length > 0 ? known : null;
        }
        return context.Request.Cookies[CountryCookie] is { Length: 2 } kept && state.Countries.ContainsKey(kept) ? kept : null;
    }
}

/// <summary>A chapter as a reader gets it: its title and what stands below it.</summary>
public sealed record GuideChapter(ResolvedBlock Title, IReadOnlyList<ResolvedBlock> Blocks)
{
    public string Id => Title.Id;

    /// <summary>All blocks of a text, each in one chapter; a chapter may be a title alone.</summary>
    public static IReadOnlyList<GuideChapter> Of(ResolvedText text)
    {
        var chapters = new List<(ResolvedBlock Title, List<ResolvedBlock> Blocks)>();
        foreach (var block in text.Blocks)
        {
            if (block.Kind == BlockKind.Heading || chapters.Count == 0) chapters.Add((block, []));
            else chapters[^1].Blocks.Add(block);
        }
        return [.. chapters.Select(one => new GuideChapter(one.Title, one.Blocks))];
    }

    /// <summary>The blocks in order: those of one list together, any other by itself.</summary>
    public IEnumerable<IReadOnlyList<ResolvedBlock>> Runs()
    {
        var run = new List<ResolvedBlock>();
        foreach (var block in Blocks)
        {
            if (run.Count > 0 && !(block.Kind == run[0].Kind && block.Kind is BlockKind.ListItem or BlockKind.Step))
            {
                yield return run;
                run = [];
            }
            run.Add(block);
        }
        if (run.Count > 0) yield return run;
    }
}

/// <summary>A text as its pages need it: chapters, addresses, uses.</summary>
public sealed class GuideView
{
    private readonly Dictionary<string, string> chapterOf = new(StringComparer.Ordinal);
    private readonly IServiceProvider services;
    private readonly Frame frame;

    public GuideView(TextState state, string document, Frame frame, string? country, IServiceProvider services)
    {
        (State, Country, this.frame, this.services) = (state, country, frame, services);
        Text = state.Read(document, frame.Language.Tag, country);
        Chapters = GuideChapter.Of(Text);
        foreach (var chapter in Chapters)
            foreach (var block in chapter.Blocks.Prepend(chapter.Title)) chapterOf[block.Id] = chapter.Id;
    }

    public TextState State { get; }
    public string? Country { get; }

    /// <summary>The sentences of the reader's language.</summary>
    public Core.Text.Catalogue Say => frame.Say;

    public ResolvedText Text { get; }
    public IReadOnlyList<GuideChapter> Chapters { get; }

    /// <summary>Whether a reader sees words that no second person has read yet.</summary>
    public bool HasUnreviewed => Text.Blocks.Any(block => block.Shown.Unreviewed);

    /// <summary>The code that is printed on every copy: the beginning of the hash of what it was made from.</summary>
    public string Code => CodeOf(Text.Hash);

    public static string CodeOf(string hash) => string.Join('-', Enumerable.Range(0, 4).Select(group => hash.Substring(group * 4, 4)));

    /// <summary>The block that explains this; the most particular key wins, a star at its end standing for any end.</summary>
    public ResolvedBlock? Explaining(string key) => Text.Blocks
        .SelectMany(block => block.Explains.Select(own => (block, own)))
        .Where(one => one.own == key || (one.own.EndsWith('*') && key.StartsWith(one.own[..^1], StringComparison.Ordinal)))
        .OrderByDescending(one => one.own.Length).Select(one => one.block).FirstOrDefault();

    /// <summary>Whether everything stands on one page: links stay on it.</summary>
    public bool IsWhole { get; set; }

    /// <summary>The address of a block, in this language and country.</summary>
    public string AddressOf(string block) => IsWhole && chapterOf.ContainsKey(block) ? $"#{block}" : chapterOf.TryGetValue(block, out var chapter) ? $"{frame.To("/guide/" + chapter)}{Query}#{block}" : frame.To("/guide") + Query;

    public string To(string path) => frame.To(path) + Query;

    private string Query => Country is null ? "" : $"?country={Country}";

    /// <summary>Where a block is used in other modules.</summary>
    public IReadOnlyList<(string Words, string Address)> UsesOf(ResolvedBlock block) =>
        [.. block.Explains.SelectMany(key => services.GetServices<TextUse>().Where(use => key.StartsWith(use.Prefix, StringComparison.Ordinal)).SelectMany(use => use.Places(services, frame.Language.Tag, key))).Distinct()];

    /// <summary>The address of what the core has changed since the block's translation was made; null where none is shown.</summary>
    public string? ChangedSince(ResolvedBlock block) =>
        State.Documents[Text.Edition.Document].Shown(block.Id, Text.Language) is { } translation ? Difference(block.Id, translation.BasedOn) : null;

    /// <summary>The address of what the core has changed since a national text was made.</summary>
    public string? ChangedSince(NationalText national) =>
        Text.Overlay?.Operations.FirstOrDefault(one => one.Id == national.OperationId) is { } made ? Difference(made.Target, made.BasedOn) : null;

    private string Difference(string block, int since) => frame.To($"/guide/difference/{block}?since={since.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Whether the placeholders of the core stand in this chapter.</summary>
    public bool HasFacts(GuideChapter chapter)
    {
        var document = State.Documents[Text.Edition.Document];
        return document.Blocks.SkipWhile(block => block.BlockId != chapter.Id).Skip(1).TakeWhile(block => block.Kind != BlockKind.Heading).Any(block => block.Kind == BlockKind.Contact);
    }

    /// <summary>A placeholder's words, as plain text.</summary>
    public string? Fill(string name) => Text.Placeholders.TryGetValue(name, out var one) ? InlineMarkup.Plain(InlineMarkup.Parse(one.Wording.Text)) : null;
}
