using System.Collections.Immutable;
using System.Globalization;
using Entraide.Core.Sealing;
using Entraide.Core.Text;

namespace Entraide.Core.Training;

/// <summary>How many of one kind took part; those of fewer than five, and what would give them away, are not in it.</summary>
/// <param name="Dimension">As <c>profession</c> or <c>country</c>.</param>
public sealed record PeopleCount(string Dimension, string Value, int People);

/// <summary>What was learnt: see <c>LearningGain</c>. Null throughout where fewer than five people wrote both tests.</summary>
/// <param name="Pairs">People who wrote both.</param>
/// <param name="OnlyBefore">People who wrote the first only; likewise <paramref name="OnlyAfter"/>.</param>
/// <param name="Most">Points that can be had.</param>
public sealed record BundleLearning(int Pairs, int OnlyBefore, int OnlyAfter, double Most, double? MeanBefore, double? MeanAfter, double? Gain, double? Low, double? High, bool Ceiling);

/// <summary>How a question did after the training.</summary>
/// <param name="Responses">Of which it was answered; five at least.</param>
public sealed record BundleItem(string Item, int Responses, double Facility, double? Discrimination);

/// <summary>People of one language and one level, and how many of them answered a question rightly; five people at least.</summary>
/// <param name="Band">Of the score on the other questions: 0 for the lowest fifth to 4.</param>
public sealed record BundleCell(string Item, string Language, int Band, int People, int Right);

/// <summary>What participants agreed to on average, of five at least.</summary>
public sealed record BundleReaction(string Statement, int Responses, double Mean);

/// <summary>
/// What comes back from a training that was held: sums and means, with nobody's name and no cell of fewer than five people. It is
/// signed by the node that held it.
/// </summary>
/// <param name="Kit">What was held.</param>
/// <param name="Delivery">Random, 32 hexadecimal digits; a bundle of the same one replaces an earlier.</param>
/// <param name="Sequence">From 1; rises with each bundle of a delivery.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="People">Who took part in all; 0 where fewer than five did.</param>
/// <param name="Changes">What was done to the kit before it was held, and <paramref name="Reasons"/> why.</param>
/// <param name="Comments">In participants' words; only those that somebody cleared.</param>
public sealed record ResultBundle(
    KitName Kit, string Delivery, int Sequence, string Country, DateOnly Begins, DateOnly Ends, ImmutableArray<string> Languages, ReplicationLabel Label, int People,
    ImmutableArray<PeopleCount> Counts, FidelityProfile Fidelity, BundleLearning? Learning, ImmutableArray<BundleItem> Items, ImmutableArray<BundleCell> Cells,
    ImmutableArray<BundleReaction> Reaction, ImmutableArray<DesignChange> Changes, ImmutableArray<AdaptationReason> Reasons, ImmutableArray<string> Comments)
{
    /// <summary>Of people: no cell of a bundle has fewer.</summary>
    public const int Threshold = 5;

    /// <summary>In bytes.</summary>
    public const int Largest = StrictJson.LargestText;

    private const string Purpose = "training results";

    /// <summary>The file: what is said, in its one form, and a signature over its hash.</summary>
    public byte[] Write(SigningKey key)
    {
        var said = Payload();
        var signed = SignedBy.Sign(key, Purpose, Training.Kit.HashOf(said));
        return new CanonicalJson().Open('{').Name("results").Value(Convert.ToBase64String(said)).Name("key").Value(Convert.ToBase64String(signed.Key)).Name("signature").Value(Convert.ToBase64String(signed.Signature)).Close('}').Bytes.ToArray();
    }

    /// <summary>SHA-256 of what is said, in hexadecimal.</summary>
    public string Hash => Training.Kit.HashOf(Payload());

    private byte[] Payload()
    {
        var json = new CanonicalJson().Open('{').Name("format").Value(1).Name("kit").Open('{');
        DesignWriter.Write(json, Kit);
        json.Close('}').Name("delivery").Value(Delivery).Name("sequence").Value(Sequence).Name("country").Value(Country).Name("begins").Value(Day(Begins)).Name("ends").Value(Day(Ends)).Name("languages").Values(Languages)
            .Name("label").Value(DesignReader.WordOf(Label)).Name("people").Value(People);
        DesignWriter.List(json, "counts", Counts, (to, one) => to.Name("dimension").Value(one.Dimension).Name("value").Value(one.Value).Name("people").Value(one.People));
        json.Name("fidelity").Open('{');
        foreach (var (name, value) in Parts(Fidelity)) Maybe(json, name, value);
        json.Close('}');
        if (Learning is { } learning)
        {
            json.Name("learning").Open('{').Name("pairs").Value(learning.Pairs).Name("onlyBefore").Value(learning.OnlyBefore).Name("onlyAfter").Value(learning.OnlyAfter).Name("most").Value(learning.Most).Name("ceiling").Value(learning.Ceiling);
            foreach (var (name, value) in Parts(learning)) Maybe(json, name, value);
            json.Close('}');
        }
        DesignWriter.List(json, "items", Items, (to, one) => Maybe(to.Name("item").Value(one.Item).Name("responses").Value(one.Responses).Name("facility").Value(one.Facility), "discrimination", one.Discrimination));
        DesignWriter.List(json, "cells", Cells, (to, one) => to.Name("item").Value(one.Item).Name("language").Value(one.Language).Name("band").Value(one.Band).Name("people").Value(one.People).Name("right").Value(one.Right));
        DesignWriter.List(json, "reaction", Reaction, (to, one) => to.Name("statement").Value(one.Statement).Name("responses").Value(one.Responses).Name("mean").Value(one.Mean));
        KitParts.Write(json, Changes, Reasons);
        return json.Name("comments").Values(Comments).Close('}').Bytes.ToArray();
    }

    private static IEnumerable<(string Name, double? Value)> Parts(FidelityProfile one) =>
        [("adherence", one.Adherence), ("coverage", one.Coverage), ("dose", one.Dose), ("quality", one.Quality), ("responsiveness", one.Responsiveness)];

    private static IEnumerable<(string Name, double? Value)> Parts(BundleLearning one) => [("meanBefore", one.MeanBefore), ("meanAfter", one.MeanAfter), ("gain", one.Gain), ("low", one.Low), ("high", one.High)];

    private static void Maybe(CanonicalJson json, string name, double? value)
    {
        if (value is { } number) json.Name(name).Value(number);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Reads a file, and who signed it.</summary>
    /// <returns>Null where it has faults; they are told.</returns>
    public static (ResultBundle Bundle, SignedBy Signature)? Read(ReadOnlyMemory<byte> file, string name, ICollection<Fault> faults)
    {
        var mine = new List<Fault>();
        var root = JsonPlace.Open(file, name, mine).Only("results", "key", "signature");
        var (said, signed) = (KitFile.Base64(root.Member("results")), new SignedBy(KitFile.Base64(root.Member("key")), KitFile.Base64(root.Member("signature"))));
        if (mine.Count == 0 && !signed.Holds(Purpose, Training.Kit.HashOf(said))) root.Member("signature").Fault("is not one on these results: something was altered.", "Ask whoever sent them to send them again.");
        var bundle = mine.Count == 0 ? BundleReader.Read(said, name, mine) : null;
        foreach (var fault in mine) faults.Add(fault);
        return bundle is null || mine.Count > 0 ? null : (bundle, signed);
    }
}
