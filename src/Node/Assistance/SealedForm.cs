using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Entraide.Core.Assistance;

namespace Entraide.Node.Assistance;

/// <summary>
/// The form in which values are sealed: JSON, filled up with blanks to steps of one size, since the exact size would tell how
/// much was written. Only what this node has sealed itself is read, so that a fault in it is one of ours.
/// </summary>
internal static class SealedForm
{
    /// <summary>In bytes; what is longer is refused before it is sealed.</summary>
    public const int Largest = 900_000;

    private const int Step = 1024;

    private static readonly JsonSerializerOptions Form = new()
    {
        IgnoreReadOnlyProperties = true,
        // Letters of every script as they are: this never stands in a page, and six bytes for a letter would fill a case early.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameEvents } },
    };

    /// <exception cref="NoRoomException">There is no room for more.</exception>
    public static byte[] Write<T>(T value)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, Form);
        if (json.Length > Largest) throw new NoRoomException();
        var padded = new byte[(json.Length / Step + 1) * Step];
        padded.AsSpan().Fill((byte)' ');
        json.CopyTo(padded, 0);
        return padded;
    }

    public static T Read<T>(byte[] text) => JsonSerializer.Deserialize<T>(text, Form) ?? throw new JsonException($"A sealed {typeof(T).Name} is empty.");

    // What happened to a referral is stored by name: an event must be readable after years.
    private static void NameEvents(JsonTypeInfo type)
    {
        if (type.Type != typeof(ReferralEvent)) return;
        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "what" };
        foreach (var one in typeof(ReferralEvent).Assembly.GetTypes().Where(one => one.BaseType == typeof(ReferralEvent)))
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(one, one.Name["Referral".Length..]));
    }
}

/// <summary>What was asked for cannot be done now: thrown within a change, so that neither it nor its entry of the ledger is written.</summary>
internal sealed class RefusedStepException : Exception;

/// <summary>A sealed field of a case is as long as it may be.</summary>
internal sealed class NoRoomException : Exception;

/// <summary>Who else was there when she agreed, and through whom it was explained.</summary>
/// <param name="Text">The hash of the words that were read to her before.</param>
public sealed record Room(string Present, string Interpreter, string Text);

/// <summary>By grant.</summary>
public sealed record Rooms(ImmutableSortedDictionary<string, Room> ByGrant)
{
    public static readonly Rooms None = new(ImmutableSortedDictionary<string, Room>.Empty.WithComparers(StringComparer.Ordinal));
}

/// <summary>The screening that a case began with, in the words in which it was read then: it stays readable whatever becomes of the list.</summary>
/// <param name="Version">The version of the instrument that was used.</param>
/// <param name="LanguageTag">The language of <paramref name="Text"/>.</param>
public sealed record ScreeningThen(string Instrument, string Version, string Outcome, string LanguageTag, string Text, DateTimeOffset KeptAt);
