using System.Buffers.Binary;
using System.Net;
using Entraide.Core.Sealing;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Entraide.Tests.Node.Accounts;

/// <summary>Every default of the framework that is weaker than ours, pinned: an upgrade that brings one back fails here.</summary>
public sealed class DefaultsTests
{
    [Fact]
    public async Task No_weak_default_of_the_framework_holds_here()
    {
        await using var node = await RunningNode.Start();
        var services = node.App.Services;

        // Password hashes: PBKDF2 with SHA-512 and 220,000 rounds, not 100,000. The form is ASP.NET Core Identity's version 3.
        var hash = Convert.FromBase64String(await services.GetRequiredService<Passwords>().Hash(null!, "four green buses and a cat"));
        Assert.Equal((1, 2u, 220_000u), (hash[0], BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1)), BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5))));

        // Passwords: 15 characters, not 6; no rules of composition.
        Assert.Equal("password.short", Passwords.Fault("Aa1!Aa1!Aa1!Ab"));
        Assert.Null(Passwords.Fault("four green buses and a cat"));

        // Codes of an authenticator: this step and the one before, not two before to two after; none twice.
        var (secret, now) = (new byte[20], node.Clock.Now);
        var step = OneTimePassword.Step(now);
        Assert.Equal([null, step - 1, step, null, null], new[] { step - 2, step - 1, step, step + 1, step + 2 }.Select(one => OneTimePassword.Match(secret, OneTimePassword.At(secret, one), now, 0)));
        Assert.Null(OneTimePassword.Match(secret, OneTimePassword.At(secret, step), now, step));

        // Passkeys: the server domain said, the origin exact, the person verified, the credential found without a name.
        var passkeys = services.GetRequiredService<IOptions<IdentityPasskeyOptions>>().Value;
        Assert.Equal(("localhost", "required", "required", 32), (passkeys.ServerDomain, passkeys.UserVerificationRequirement, passkeys.ResidentKeyRequirement, passkeys.ChallengeSize));
        var options = new NodeOptions { DataFolder = "", KeysFolder = "", PublicAddress = new Uri("https://entraide.example.org") };
        Assert.True(options.IsOrigin("https://entraide.example.org", 443));
        Assert.All((string[])["https://sub.entraide.example.org", "http://entraide.example.org", "https://entraide.example.org:8443", "https://entraide.example.org.evil.example", "null", ""], origin => Assert.False(options.IsOrigin(origin, 443)));
        Assert.False((options with { PublicAddress = null }).IsOrigin("http://localhost:5081", 5080));

        // Bodies of 64 kB, not 30 MB; no server header.
        Assert.Equal(64 * 1024, services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MaxRequestBodySize);
        using var client = node.Client();
        var answer = await client.GetAsync("/en/sign-in");
        Assert.False(answer.Headers.Contains("Server"));

        // The form's cookie: strict, and out of reach of scripts.
        var form = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.All((string[])["httponly", "samesite=strict"], part => Assert.Contains(part, form, StringComparison.OrdinalIgnoreCase));
        // What SQLite and PostgreSQL leave off is pinned by StorageLaws.
    }

    [Theory, InlineData(Role.LabourInspector, 30, 12), InlineData(Role.PoliceOfficer, 15, 10)]
    public async Task Sessions_end_when_they_are_not_used_and_at_the_latest_after_hours(Role role, int idleMinutes, int hours)
    {
        await using var node = await RunningNode.Start();
        using var person = await SignedIn.As(node, role);
        node.Clock.Now += TimeSpan.FromMinutes(idleMinutes);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/en/work")).StatusCode);
        node.Clock.Now += TimeSpan.FromMinutes(idleMinutes) + TimeSpan.FromSeconds(1);
        Assert.Equal(HttpStatusCode.SeeOther, (await person.GetAsync("/en/work")).StatusCode);

        using var busy = await SignedIn.As(node, role);
        for (var used = TimeSpan.Zero; used < TimeSpan.FromHours(hours); used += TimeSpan.FromMinutes(10))
        {
            Assert.Equal(HttpStatusCode.OK, (await busy.GetAsync("/en/work")).StatusCode);
            node.Clock.Now += TimeSpan.FromMinutes(10);
        }
        node.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(HttpStatusCode.SeeOther, (await busy.GetAsync("/en/work")).StatusCode);
    }

    [Fact]
    public async Task The_session_s_cookie_is_bound_to_host_and_https_and_its_token_is_not_in_the_database()
    {
        await using var node = await RunningNode.Start();
        var person = await Someone.WithPassword(node, "iris", Role.LabourInspector);
        using var browser = new Browser(node);
        var answer = await browser.SignIn("iris", person.Password, person.Code(node.Clock.Now));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith(Sessions.Cookie, StringComparison.Ordinal));
        Assert.All((string[])["secure", "httponly", "samesite=strict", "path=/"], part => Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires=", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("__Host-", cookie);
        var token = cookie.Split('=', 2)[1].Split(';')[0];
        Assert.Equal(43, token.Length);
        Assert.DoesNotContain(token, node.Log.Text);
        foreach (var file in Directory.EnumerateFiles(node.DataFolder)) Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(token)));
    }
}
