using System.Text.Encodings.Web;
using System.Text.Json;
using Entraide.Core.Training;

namespace Entraide.Node.Training;

/// <summary>Why a training differs from the kit that it was made from, as it is stored.</summary>
internal static class Reasons
{
    /// <summary>In letters.</summary>
    public const int Longest = 500;

    private static readonly JsonSerializerOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<AdaptationReason> Read(string json) => JsonSerializer.Deserialize<List<AdaptationReason>>(json, Form) ?? [];

    /// <summary>The same with this reason in the place of the one for its part; without one where it is blank.</summary>
    public static string With(string json, AdaptationReason reason) =>
        JsonSerializer.Serialize(Read(json).Where(one => one.Part != reason.Part).Concat(reason.Words.Length == 0 ? [] : [reason]).OrderBy(one => one.Part, StringComparer.Ordinal), Form);
}
