using System.Text;
using System.Text.Json.Nodes;
using Entraide.Core.Screening;
using Entraide.Core.Text;
using Entraide.Node.Identification;

namespace Entraide.Tests.Core.Screening;

public sealed class InstrumentReaderTests
{
    private static readonly string Adult = File.ReadAllText(Repository.File("instruments", "ilo-ec-2009", "adult-labour.json"));

    [Fact]
    public void The_shipped_lists_have_the_indicators_and_strengths_of_their_source()
    {
        Assert.Equal((67, 65, 11), (Shipped.Adult.Indicators.Length, Shipped.Child.Indicators.Length, Shipped.Checklist.Indicators.Length));
        string Table(Instrument instrument) => string.Join(' ', instrument.Dimensions.Select((id, dimension) => id + string.Join('/', ((Strength[])[Strength.Strong, Strength.Medium, Strength.Weak])
            .Select(strength => instrument.Indicators.Count(indicator => indicator.Dimension == dimension && indicator.Strength == strength)))));
        Assert.Equal("DR1/8/1 CR1/9/0 RV0/14/2 EX1/7/1 CD4/10/1 VD0/5/2", Table(Shipped.Adult));
        Assert.Equal("DR2/8/0 CR4/6/0 RV0/15/0 EX1/7/0 CD8/7/0 VD0/7/0", Table(Shipped.Child));
    }

    [Fact]
    public void Adult_and_child_lists_share_their_words_by_concept() =>
        Assert.All(Shipped.Child.Indicators, indicator => Assert.Contains(Shipped.Adult.Indicators, adult => adult.Concept == indicator.Concept && adult.Id[2..] == indicator.Id[2..]));

    [Fact]
    public void Every_list_is_a_draft_until_somebody_has_checked_it() =>
        Assert.All(InstrumentLibrary.Shipped.Instruments, instrument => Assert.Equal(InstrumentStatus.Draft, instrument.Status));

    [Theory]
    [InlineData("$.indicators[2].dimension", "names the dimension \"XX\"", "/indicators/2/dimension=\"XX\"")]
    [InlineData("$.outcomes[1].when.all[0]", "names the dimension \"XX\"", "/outcomes/1/when/all/0=\"XX\"")]
    [InlineData("$.outcomes[2]", "is a second outcome", "/outcomes/2/id=\"forced-labour-indicated\"")]
    [InlineData("$.outcomes[4]", "is never reached", "/outcomes/4/when={\"all\":[\"EX\",\"CD\"]}")]
    [InlineData("$.outcomes[0].nextSteps[0]", "which the procedure first-response does not have", "/outcomes/0/nextSteps/0=\"fly\"")]
    [InlineData("$.indicators[1]", "is a second indicator \"AL-DR-job\"", "/indicators/1/id=\"AL-DR-job\"")]
    [InlineData("$.indicators[0].strength", "is huge", "/indicators/0/strength=\"huge\"")]
    [InlineData("$.elements.means", "asks for a means, in an instrument for children", "/population=\"child\"")]
    [InlineData("$.childCounterpart", "is missing", "/childCounterpart=null")]
    [InlineData("$.outcomes[6].when", "stands in the wrong row", "/outcomes/6/when=\"VD\"")]
    [InlineData("$.population", "is anybody", "/population=\"anybody\"")]
    [InlineData("$.wording", "names the wording set \"nowhere\"", "/wording=\"nowhere\"")]
    [InlineData("$.procedure", "names the procedure \"nowhere\"", "/procedure=\"nowhere\"")]
    [InlineData("$.rules[0].strong", "is -1", "/rules/0/strong=-1")]
    [InlineData("$.outcomes[7].when", "stands in the wrong row", "/outcomes/7/when=\"EX\"")]
    [InlineData("$.outcoms", "is not known here. Did you mean \"outcomes\"?", "/outcoms=[]")]
    [InlineData("$.elements.purpose[0]", "names the dimension \"XX\"", "/elements/purpose/0=\"XX\"")]
    [InlineData("$.wording.fr.indicators.new", "the wording is missing in fr", "/indicators/0/concept=\"new\"")]
    public void A_fault_is_told_with_its_place_and_how_to_mend_it(string path, string what, string change)
    {
        var faults = Assert.Throws<InstrumentException>(() => Read(Changed(change))).Faults;
        var fault = Assert.Single(faults, fault => fault.Path == path && fault.ToString().Contains(what));
        Assert.StartsWith("file.json: ", fault.ToString());
        Assert.NotEqual("", fault.Mend);
    }

    [Fact]
    public void A_missing_word_is_told_with_its_language()
    {
        var instrument = JsonNode.Parse(Adult)!.AsObject();
        instrument["wording"] = new JsonObject(Language.All.Select(language => KeyValuePair.Create(language.Tag, JsonNode.Parse(File.ReadAllText(Repository.File("instruments", "wording", "labour", language.Tag + ".json"))))));
        Assert.Equal(10, Read(instrument.ToJsonString()).Wording.Count);
        instrument["wording"]!["el"]!["indicators"]!.AsObject().Remove("EX-hours");
        instrument["wording"]!.AsObject().Remove("tr");
        var faults = Assert.Throws<InstrumentException>(() => Read(instrument.ToJsonString())).Faults;
        Assert.Equal(["$.wording.el.indicators.EX-hours", "$.wording.tr"], faults.Select(fault => fault.Path).Order());
    }

    [Fact]
    public void English_and_French_say_how_to_ask_and_what_it_is_not() => Assert.All(InstrumentLibrary.Shipped.Instruments, instrument => Assert.All(instrument.Indicators, indicator =>
        Assert.All((string[])["en", "fr"], tag => Assert.True(instrument.Wording[tag].Indicators[indicator.Concept] is { Ask.Length: > 10, IsNot.Length: > 10 }, $"{tag} {indicator.Concept}"))));

    [Fact]
    public void Words_of_another_language_than_the_file_s_are_refused()
    {
        var words = File.ReadAllText(Repository.File("instruments", "wording", "labour", "fr.json")).Replace("\"language\": \"fr\"", "\"language\": \"ar\"");
        Assert.Contains("$.language: is ar.", Assert.Throws<InstrumentException>(() => WordingReader.Read(Encoding.UTF8.GetBytes(words), "fr.json", "fr")).Message);
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_told_with_its_line() =>
        Assert.Contains("file.json: $: this is not JSON at line 2", Assert.Throws<InstrumentException>(() => Read("{\n \"id\": x }")).Message);

    [Fact]
    public void Random_damage_to_an_instrument_never_crashes_the_reader()
    {
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Adult);
            for (var n = random.Next(1, 6); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                InstrumentReader.Read(bytes, "damaged", _ => Shipped.Adult.Wording, id => InstrumentLibrary.Shipped.Procedures.GetValueOrDefault(id));
            }
            catch (InstrumentException e)
            {
                Assert.NotEmpty(e.Faults);
            }
        }
    }

    private static Instrument Read(string text) => InstrumentReader.Read(Encoding.UTF8.GetBytes(text), "file.json",
        set => set == "labour" ? Shipped.Adult.Wording : null, id => InstrumentLibrary.Shipped.Procedures.GetValueOrDefault(id));

    // "/outcomes/1/id=VALUE"
    private static string Changed(string change)
    {
        var (path, value) = (change[1..change.IndexOf('=')].Split('/'), change[(change.IndexOf('=') + 1)..]);
        var root = JsonNode.Parse(Adult)!;
        var at = path[..^1].Aggregate(root, (node, name) => int.TryParse(name, out var index) ? node[index]! : node[name]!);
        if (value == "null") at.AsObject().Remove(path[^1]);
        else if (int.TryParse(path[^1], out var last)) at[last] = JsonNode.Parse(value);
        else at[path[^1]] = JsonNode.Parse(value);
        return root.ToJsonString();
    }
}
