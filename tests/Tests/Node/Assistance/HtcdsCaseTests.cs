using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Node.Assistance;
using Entraide.Node.Platform.Storage;

namespace Entraide.Tests.Node.Assistance;

/// <summary>Files in the case data standard on their way through a case: every field has a consent and a class, and none is lost.</summary>
public sealed class HtcdsCaseTests
{
    [Fact]
    public void Each_of_the_84_fields_has_an_item_and_each_item_lies_in_one_class()
    {
        Assert.Equal(84, HtcdsFields.All.Length);
        Assert.All(HtcdsFields.All, field => Assert.True(HtcdsCase.ItemOf(field) == DataItem.Outline || CaseFields.Of(HtcdsCase.ItemOf(field)).Any(), field.Name));
        Assert.All(Enum.GetValues<DataItem>().Where(item => item != DataItem.Outline), item => Assert.Single(CaseFields.ClassesOf([item])));
        // What tells who or where she is never counts as a fact.
        Assert.All(HtcdsFields.All.Where(field => field.Name.Contains("Name", StringComparison.Ordinal) && field.Section == HtcdsSection.Person || field.Name.Contains("Mailing", StringComparison.Ordinal) || field.Name.Contains("Phone", StringComparison.Ordinal) && field.Section == HtcdsSection.Person),
            field => Assert.NotEqual(FieldClass.Facts, HtcdsCase.ClassOf(HtcdsCase.ItemOf(field))));
    }

    [Fact]
    public void A_file_with_every_field_comes_apart_into_classes_and_together_again_without_loss()
    {
        var file = Whole();
        var parts = Enum.GetValues<FieldClass>().Select(fieldClass => HtcdsCase.Part(file, item => HtcdsCase.ClassOf(item) == fieldClass)).ToList();
        Assert.Equal(84, parts.Sum(part => part.Records.Sum(record => record.Values.Count)));
        var again = HtcdsCase.Whole(parts.Select(part => Htcds.Read(part.Write())));
        Assert.Equal(file.Write().ToArray(), again.Write().ToArray());
    }

    [Fact]
    public void A_consent_in_one_item_takes_no_field_of_another_along()
    {
        var file = Whole();
        foreach (var item in Enum.GetValues<DataItem>())
            Assert.All(HtcdsCase.Part(file, one => one == item).Records.SelectMany(record => record.Values.Keys), name => Assert.Equal(item, HtcdsCase.ItemOf(HtcdsFields.ByName[name])));
    }

    // A record of each section with each of its fields.
    private static Htcds Whole() => new(
        [.. HtcdsFields.All.GroupBy(field => field.Section).Select(section => new HtcdsRecord(section.Key, section.ToImmutableSortedDictionary(field => field.Name, Value, StringComparer.Ordinal)))],
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("other", """{"kept":[1,true,"x"]}"""));

    private static ImmutableArray<string> Value(HtcdsField field) => field.Type switch
    {
        HtcdsType.Date => ["2026-03-01"],
        HtcdsType.Number or HtcdsType.Geolocation => ["12.5"],
        HtcdsType.Checkbox => ["true"],
        HtcdsType.Choice or HtcdsType.Choices => [field.CodeList switch { "ISO-3166" => "RO", "ISO-639-2" => "ron", _ => field.Values[0] }],
        _ => [$"words of {field.Name}"],
    };
}
