using System.CommandLine;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Entraide.Node.Platform;

/// <summary><c>entraide serve</c>: starts a node and runs it until it is told to stop.</summary>
public static class Serve
{
    internal static readonly Option<string> Urls = new("--urls") { Description = $"Addresses to answer on, separated by semicolons ({NodeOptions.DefaultUrls}; with a certificate https://localhost:5443).", HelpName = "URLS" };
    internal static readonly Option<string> Keys = new("--keys") { Description = "Folder of the private keys, outside the data folder (the data folder's name with .keys).", HelpName = "DIR" };
    internal static readonly Option<string> Certificate = new("--certificate") { Description = "Certificate file for https: PFX, or PEM with its key.", HelpName = "FILE" };
    internal static readonly Option<string> CertificateKey = new("--certificate-key") { Description = "The PEM certificate's key, where it is a file of its own.", HelpName = "FILE" };

    public static Command Command(IReadOnlyList<Module> modules)
    {
        var data = new Option<string>("--data") { Description = "Folder of the node's data.", HelpName = "DIR", DefaultValueFactory = _ => "data" };
        var proxy = new Option<string>("--proxy") { Description = "Address of the proxy in front, whose word is taken for who asks and whether by https.", HelpName = "IP" };
        var address = new Option<string>("--address") { Description = "The address that people type, as https://entraide.example.org; passkeys are bound to it.", HelpName = "URL" };
        var command = new Command("serve", "Start a node.") { data, Keys, Urls, address, Certificate, CertificateKey, proxy };
        command.SetAction(async (parsed, stop) =>
        {
            var options = NodeOptions.For(parsed.GetValue(data)!, parsed.GetValue(Keys), parsed.GetValue(Urls), parsed.GetValue(Certificate), parsed.GetValue(CertificateKey));
            options = options with { PublicAddress = NodeOptions.ReadPublicAddress(parsed.GetValue(address), options.Urls), Proxy = NodeOptions.ReadProxy(parsed.GetValue(proxy)) };
            await using var app = await NodeHost.Build(options, modules);
            return await Run(app, options, _ => Task.CompletedTask, stop);
        });
        return command;
    }

    /// <summary>Runs the node; <paramref name="started"/> is called once it answers.</summary>
    /// <exception cref="RefusedException">An address is taken or cannot be used.</exception>
    internal static async Task<int> Run(WebApplication app, NodeOptions options, Func<string, Task> started, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new RefusedException($"The address {options.Urls} is taken by another program. Name another with --urls http://localhost:5081.", e);
        }
        catch (Exception e) when (e is SocketException or FormatException or InvalidOperationException or IOException or ArgumentException)
        {
            throw new RefusedException($"The node cannot answer on {options.Urls} ({e.Message.ReplaceLineEndings(" ")}). Name another address with --urls.", e);
        }
        await started(app.Urls.First());
        await using (var scope = app.Services.CreateAsyncScope())
            foreach (var module in app.Services.GetRequiredService<IReadOnlyList<Module>>())
                if (await module.Announce(scope.ServiceProvider) is { } said) Console.WriteLine(said.Replace("ADDRESS", options.PublicAddress?.GetLeftPart(UriPartial.Authority) ?? app.Urls.First(), StringComparison.Ordinal));
        Console.WriteLine($"Entraide answers on {string.Join(", ", app.Urls)}. Stop it with Ctrl+C.");
        await app.WaitForShutdownAsync(stop);
        return CommandLine.Done;
    }
}
