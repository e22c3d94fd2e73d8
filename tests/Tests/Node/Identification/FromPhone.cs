using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Entraide.Core.Sealing;

namespace Entraide.Tests.Node.Identification;

/// <summary>What a phone does: asks for the node's key, seals, sends.</summary>
public sealed record FromPhone(string Id, string KeyId, string PublicKey, string Recipient)
{
    /// <summary>The node's key with an id for a new draft; sealed for the node itself unless another recipient is named.</summary>
    public static async Task<FromPhone> Ask(HttpClient client, string? recipient = null)
    {
        var json = await client.GetFromJsonAsync<JsonElement>("/phone/key.json");
        return new FromPhone(NewId(), json.GetProperty("keyId").GetString()!, json.GetProperty("publicKey").GetString()!, recipient ?? json.GetProperty("recipient").GetString()!);
    }

    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>A form token.</summary>
    public static async Task<string> Token(HttpClient client) => (await client.GetFromJsonAsync<JsonElement>("/token")).GetProperty("token").GetString()!;

    public byte[] Seal(string text)
    {
        using var pair = Hpke.PublicKey(Base64Url.DecodeFromChars(PublicKey));
        using var publicKey = pair.PublicKey;
        return SealedDraft.Seal(publicKey, Id, KeyId, Recipient, Encoding.UTF8.GetBytes(text));
    }

    public async Task<HttpResponseMessage> Upload(HttpClient client, byte[] draft, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/phone/drafts")
        {
            Content = JsonContent.Create(new { id = Id, keyId = KeyId, recipient = Recipient, @sealed = Base64Url.EncodeToString(draft) }),
            Headers = { { "X-Form-Token", token ?? await Token(client) } },
        };
        return await client.SendAsync(request);
    }
}
