using System.Globalization;
using Entraide.Core.Text;

namespace Entraide.Core.Training;

/// <summary>Reads what a bundle of results says, and refuses what could not have come about: whoever sends it may be mistaken, or worse.</summary>
internal static class BundleReader
{
    private const int MostPeople = 100_000, MostWords = 1000;

    public static ResultBundle? Read(ReadOnlyMemory<byte> said, string file, ICollection<Fault> faults)
    {
        var root = JsonPlace.Open(said, file, faults).Only("format", "kit", "delivery", "sequence", "country", "begins", "ends", "languages", "label", "people", "counts", "fidelity", "learning", "items", "cells", "reaction", "changes", "reasons", "comments");
        root.Member("format").Number(1, 1);
        var (changes, reasons) = KitParts.ReadChanges(root);
        var bundle = new ResultBundle(
            KitParts.ReadName(root.Member("kit")), Hex(root.Member("delivery")), root.Member("sequence").Number(1, 1_000_000), Country(root.Member("country")), Day(root.Member("begins")), Day(root.Member("ends")),
            [.. root.Member("languages").Items(1).Select(one => one.OneOf([.. Language.All.Select(known => known.Tag)]))], DesignReader.One<ReplicationLabel>(root.Member("label")), root.Member("people").Number(0, MostPeople),
            [.. root.Member("counts").Items().Select(one => new PeopleCount(one.Only("dimension", "value", "people").Member("dimension").Text(), one.Member("value").Text(), People(one.Member("people"))))],
            Fidelity(root.Member("fidelity")), root.Member("learning").Exists ? Learning(root.Member("learning")) : null,
            [.. root.Member("items").Items().Select(Item)], [.. root.Member("cells").Items().Select(Cell)],
            [.. root.Member("reaction").Items().Select(one => new BundleReaction(one.Only("statement", "responses", "mean").Member("statement").Text(), People(one.Member("responses")), Between(one.Member("mean"), 1, 5) ?? Missing(one.Member("mean"))))],
            changes, reasons, [.. root.Member("comments").Items().Select(Words)]);
        if (bundle.Begins > bundle.Ends) root.Member("ends").Fault("lies before the beginning.", "Turn the two round.");
        if (bundle.People is > 0 and < ResultBundle.Threshold) root.Member("people").Fault("is fewer than five.", "Say 0 where fewer than five took part.");
        if (bundle.Label != Adaptation.LabelOf(bundle.Changes)) root.Member("label").Fault("does not follow from the changes.", "A core part outside its bounds makes it derived.");
        return faults.Count == 0 ? bundle : null;
    }

    private static FidelityProfile Fidelity(JsonPlace place)
    {
        place.Only("adherence", "coverage", "dose", "quality", "responsiveness");
        return new FidelityProfile(Between(place.Member("adherence"), 0, 1), Between(place.Member("coverage"), 0, 1), Between(place.Member("dose"), 0, 100), Between(place.Member("quality"), 1, 5), Between(place.Member("responsiveness"), 1, 5));
    }

    private static BundleLearning Learning(JsonPlace place)
    {
        place.Only("pairs", "onlyBefore", "onlyAfter", "most", "ceiling", "meanBefore", "meanAfter", "gain", "low", "high");
        var most = Between(place.Member("most"), 1, 1000) ?? Missing(place.Member("most"));
        return new BundleLearning(People(place.Member("pairs")), place.Member("onlyBefore").Number(0, MostPeople), place.Member("onlyAfter").Number(0, MostPeople), most,
            Between(place.Member("meanBefore"), 0, most), Between(place.Member("meanAfter"), 0, most), Between(place.Member("gain"), -1e9, 1), Between(place.Member("low"), -1e9, 1), Between(place.Member("high"), -1e9, 1), place.Member("ceiling").Flag());
    }

    private static BundleItem Item(JsonPlace place)
    {
        place.Only("item", "responses", "facility", "discrimination");
        return new BundleItem(place.Member("item").Text(), People(place.Member("responses")), Between(place.Member("facility"), 0, 1) ?? Missing(place.Member("facility")), Between(place.Member("discrimination"), -1, 1));
    }

    private static BundleCell Cell(JsonPlace place)
    {
        var people = People(place.Only("item", "language", "band", "people", "right").Member("people"));
        return new BundleCell(place.Member("item").Text(), place.Member("language").Text(), place.Member("band").Number(0, 4), people, place.Member("right").Number(0, people));
    }

    private static int People(JsonPlace place) => place.Number(ResultBundle.Threshold, MostPeople);

    private static double Missing(JsonPlace place)
    {
        if (!place.Exists) place.Fault("is missing.", "Write a number.");
        return 0;
    }

    private static double? Between(JsonPlace place, double least, double most)
    {
        if (!place.Exists) return null;
        if (place.Fraction() is { } number && number >= least && number <= most) return number;
        place.Fault("is not within its bounds.", string.Create(CultureInfo.InvariantCulture, $"Write a number from {least} to {most}."));
        return null;
    }

    private static string Words(JsonPlace place)
    {
        var words = place.Text();
        if (words.Length > MostWords) place.Fault($"has {words.Length} letters.", $"At most {MostWords}.");
        return words;
    }

    private static string Hex(JsonPlace place)
    {
        var text = place.Text();
        if (text.Length != 32 || !text.All(char.IsAsciiHexDigitLower)) place.Fault("is no id.", "Write 32 hexadecimal digits in small letters.");
        return text;
    }

    private static string Country(JsonPlace place)
    {
        var code = place.Text();
        if (code.Length != 2 || !code.All(char.IsAsciiLetterUpper)) place.Fault("is no country.", "Write two capital letters (ISO 3166-1).");
        return code;
    }

    private static DateOnly Day(JsonPlace place)
    {
        if (!DateOnly.TryParseExact(place.Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) place.Fault("is no day.", "Write it as 2027-03-01.");
        return day;
    }
}
