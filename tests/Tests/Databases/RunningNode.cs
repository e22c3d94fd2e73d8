using System.Collections.Concurrent;
using Entraide.Node.Accounts;
using Entraide.Node.Assistance;
using Entraide.Node.Guide;
using Entraide.Node.Identification;
using Entraide.Node.Impact;
using Entraide.Node.Training;
using Entraide.Node.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Entraide.Tests.Databases;

/// <summary>A real node in this process: its own folders, a free port, a clock that can be set, its log kept.</summary>
public sealed class RunningNode : IAsyncDisposable
{
    public static readonly IReadOnlyList<Entraide.Node.Platform.Module> Modules = [PlatformModule.Module, AccountsModule.Module, GuideModule.Module, IdentificationModule.Module, AssistanceModule.Module, TrainingModule.Module, ImpactModule.Module];

    private readonly string folder;

    private RunningNode(string folder, WebApplication app, SettableClock clock, LogLines log) => (this.folder, App, Clock, Log) = (folder, app, clock, log);

    public WebApplication App { get; }
    public SettableClock Clock { get; }
    public LogLines Log { get; }
    public string DataFolder => Path.Combine(folder, "data");
    public string KeysFolder => Path.Combine(folder, "data.keys");
    public string Address => App.Urls.First();

    public static async Task<RunningNode> Start(string? database = null, string urls = "http://127.0.0.1:0", string? certificate = null, System.Net.IPAddress? proxy = null)
    {
        var fresh = Directory.CreateTempSubdirectory("entraide-test-").FullName;
        var clock = new SettableClock();
        var log = new LogLines();
        var options = NodeOptions.For(Path.Combine(fresh, "data"), urls: urls, certificate: certificate) with { Database = database, Proxy = proxy };
        var app = await NodeHost.Build(options, Modules, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        });
        await app.StartAsync();
        return new RunningNode(fresh, app, clock, log);
    }

    public HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = new Uri(Address) };

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>The time that the test says.</summary>
public sealed class SettableClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>Keeps every line that is logged, at every level.</summary>
public sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = new();

    public string Text => string.Join('\n', lines);

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Dispose()
    {
    }
}
