using System.Net;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Guide;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Guide;

/// <summary>What editors do at their desks, over HTTP.</summary>
internal static class Edited
{
    public static async Task<TextState> Texts(RunningNode node) => await node.App.Services.GetRequiredService<TextStore>().Now();

    /// <summary>A steward changes the words of a block; the answer is that of the form.</summary>
    public static async Task<HttpResponseMessage> Change(RunningNode node, SignedIn steward, string document, string block, Func<string, string> words, ChangeClass declared)
    {
        var before = (await Texts(node)).Documents[document].Block(block)!;
        (string, string)[] fields = [("block", block), ("text", words(before.Text)), ("level", $"{before.Level}"), ("basis", string.Join('\n', before.Basis)), ("class", $"{declared}"), ("note", "a test"), ("kind", $"{before.Kind}"), ("after", "")];
        return await steward.Post($"/en/texts/{document}/edit?block={Uri.EscapeDataString(block)}", $"/en/texts/{document}/edit", before.SafetyCritical ? [.. fields, ("critical", "yes")] : fields);
    }

    public static async Task<HttpResponseMessage> Release(SignedIn steward, string document) => await steward.Post($"/en/texts/{document}", $"/en/texts/{document}/release");

    /// <summary>Changes a block and releases it, with a second reader where one is needed.</summary>
    public static async Task ChangeAndRelease(RunningNode node, string document, string block, Func<string, string> words, ChangeClass declared = ChangeClass.Critical)
    {
        using var steward = await SignedIn.As(node, Role.GuideSteward);
        Assert.Equal(HttpStatusCode.Redirect, (await Change(node, steward, document, block, words, declared)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Release(steward, document)).StatusCode);
    }

    /// <summary>An organisation that is entrusted with a country's text; gives an editor of it.</summary>
    public static async Task<SignedIn> EditorOf(RunningNode node, string country)
    {
        var organisation = await SignedIn.Organisation(node, $"The office of {country}");
        using var steward = await SignedIn.As(node, Role.GuideSteward);
        Assert.Equal(HttpStatusCode.Redirect, (await steward.Post("/en/national", "/en/national", ("country", country), ("languages", "en"), ("organisation", organisation))).StatusCode);
        return await SignedIn.As(node, Role.NationalEditor, organisation);
    }
}
