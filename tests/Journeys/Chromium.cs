using System.Text;
using Deque.AxeCore.Commons;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Impact;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Entraide.Journeys.Chromium))]

namespace Entraide.Journeys;

/// <summary>
/// One browser and one node for the run. Where Debian's Chromium is missing the stories are skipped, never left out.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>A name that is no localhost, so that the browser takes its plain http for insecure.</summary>
    public const string InsecureHost = "entraide.example";

    private const string Program = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        $"--host-resolver-rules=MAP {InsecureHost} 127.0.0.1",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public RunningNode Node { get; private set; } = null!;

    /// <summary>A training that is held here, prepared when the first story asks for it.</summary>
    internal Lazy<Task<Taught>> Taught { get; private set; } = null!;

    /// <summary>A year that is counted here, with releases and an estimate, prepared when the first story asks for it.</summary>
    internal Lazy<Task<(Bureau Bureau, (string Contribution, string[] Releases, string Estimate) Filled)>> Counted { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Node = await RunningNode.Start();
        Counted = new(async () =>
        {
            var bureau = await Bureau.On(Node);
            return (bureau, await bureau.Fill());
        });
        Taught = new Lazy<Task<Taught>>(() => Journeys.Taught.Prepare(Node));
        if (!File.Exists(Program)) return;
        playwright = await Playwright.CreateAsync();
        // A busy machine is slow, not wrong.
        Assertions.SetDefaultExpectTimeout(15_000);
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = Arguments });
    }

    /// <summary>A fresh window, as a person's own browser would be.</summary>
    /// <param name="axe">Whether axe is in its pages, for <see cref="AccessibilityStory.Violations"/>: what they ask of scripts does not count there.</param>
    public async Task<IBrowserContext> Window(string language = "en", int width = 1280, bool script = true, bool axe = false)
    {
        Need();
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Node.Address, Locale = language, ViewportSize = new ViewportSize { Width = width, Height = 800 }, HasTouch = width < 600, IsMobile = width < 600, JavaScriptEnabled = script, BypassCSP = axe,
        });
        context.SetDefaultTimeout(30_000);
        if (axe) await context.AddInitScriptAsync(new BundledAxeScriptProvider().GetScript());
        return context;
    }

    /// <summary>A phone with a profile on disk, to be searched afterwards.</summary>
    public async Task<IBrowserContext> Phone(string profile, string language)
    {
        Need();
        var context = await playwright!.Chromium.LaunchPersistentContextAsync(profile, new BrowserTypeLaunchPersistentContextOptions
        {
            ExecutablePath = Program, Args = Arguments, BaseURL = Node.Address, Locale = language, ViewportSize = new ViewportSize { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true,
        });
        context.SetDefaultTimeout(30_000);
        return context;
    }

    /// <summary>The files of a profile that hold the word, in one byte a letter or in two, as browsers store texts.</summary>
    public static List<string> Search(string profile, string word)
    {
        byte[][] forms = [Encoding.UTF8.GetBytes(word), Encoding.Unicode.GetBytes(word)];
        return [.. Directory.EnumerateFiles(profile, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).LinkTarget is null && File.ReadAllBytes(file) is var bytes && forms.Any(form => bytes.AsSpan().IndexOf(form) >= 0))];
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        // What could not be prepared has failed the story that asked for it; it fails no other.
        if (Counted.IsValueCreated && Counted.Value.IsCompletedSuccessfully) (await Counted.Value).Bureau.Dispose();
        if (Taught.IsValueCreated && Taught.Value.IsCompletedSuccessfully) (await Taught.Value).Dispose();
        await Node.DisposeAsync();
    }

    private void Need() => Assert.SkipWhen(browser is null, "Chromium is not installed: no page was opened. ./test installs it on Debian.");
}
