using Entraide.Core.Screening;
using Entraide.Core.Sealing;
using Entraide.Core.Text;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;

namespace Entraide.Node.Identification;

/// <summary>The facts of a published judgment, coded as answers, with the outcome that is expected.</summary>
public sealed record JudgmentExample(string Id, string Title, string Facts, string Court, string ExpectedOutcome, Answers Answers);

/// <summary>The demonstration's part: published judgments of the European Court of Human Rights, screened.</summary>
public static class WorkedExample
{
    /// <summary>The judgments of <c>instruments/examples/judgments.json</c>.</summary>
    public static IEnumerable<JudgmentExample> Judgments(InstrumentLibrary library)
    {
        using var document = StrictJson.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "instruments", "examples", "judgments.json")));
        foreach (var judgment in document.RootElement.GetProperty("cases").EnumerateArray().ToList())
        {
            string Text(string name) => judgment.GetProperty(name).GetString()!;
            var answers = $"{{\"answers\":{judgment.GetProperty("answers").GetRawText()}}}";
            yield return new JudgmentExample(Text("id"), Text("title"), Text("facts"), Text("court"), Text("expectedOutcome"),
                Answers.Read(library.Find(Text("instrument"))!, System.Text.Encoding.UTF8.GetBytes(answers)));
        }
    }

    public static async Task Demonstrate(IServiceProvider services, DemoTale tale)
    {
        var library = await services.GetRequiredService<LivingInstruments>().Now(null);
        tale.Step("The instruments");
        foreach (var instrument in library.Instruments)
            tale.Say($"{instrument.Id}, version {instrument.Version}: {instrument.Indicators.Length} indicators in {instrument.Wording.Count} languages{(instrument.Status == InstrumentStatus.Draft ? "; draft until a person has checked it against the source" : "")}.");
        foreach (var judgment in Judgments(library))
        {
            var result = ScreeningEngine.Evaluate(judgment.Answers);
            tale.Step($"Screened: {judgment.Title}");
            tale.Say(judgment.Facts);
            tale.Say("");
            tale.Say(ResultText.Write(result, Language.English));
            tale.Say("");
            tale.Say($"The court: {judgment.Court}");
            tale.Say(result.Outcome == judgment.ExpectedOutcome ? $"The outcome is the expected one: {judgment.ExpectedOutcome}. On the desk: /en/screening?example={judgment.Id}" : $"The outcome is NOT the expected one, which is {judgment.ExpectedOutcome}.");
        }
        await SealDraft(services, Judgments(library).First(), tale);
    }

    // As a phone would: sealed to the node's public key, for an organisation that takes drafts.
    private static async Task SealDraft(IServiceProvider services, JudgmentExample judgment, DemoTale tale)
    {
        var (keys, now) = (services.GetRequiredService<KeyRing>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        if (await services.GetRequiredService<Organisations>().TakingDrafts() is not [var inspectorate, ..]) return;
        var instrument = judgment.Answers.Instrument;
        var json = new CanonicalJson().Open('{').Name("format").Value("1").Name("instrument").Value(instrument.Id).Name("version").Value(instrument.Version).Name("language").Value("en").Name("age").Value("adult")
            .Name("savedAt").Value(now.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture)).Name("answers").Open('{');
        foreach (var indicator in instrument.Indicators)
            if (judgment.Answers.InOrder[instrument.IndexOf(indicator.Id)] is var answer && answer is Answer.Yes or Answer.No) json.Name(indicator.Id).Value(answer.ToString().ToLowerInvariant());
        json.Close('}').Name("notes").Open('{').Name(instrument.Indicators[0].Id).Value("A note of the demonstration: the facts are those of the judgment.").Close('}')
            .Name("besides").Open('{').Name("answers").Open('{').Close('}').Name("notes").Open('{').Close('}').Close('}').Close('}');
        var (id, pair) = (PlatformDb.NewId(), keys.DraftPairs[0]);
        using var half = pair.PublicKey;
        var sealedBytes = SealedDraft.Seal(half, id, DraftKeys.IdOf(pair), inspectorate.Id, json.Bytes.Span);
        await services.GetRequiredService<Gate>().Do(Caller.Node(Purpose.Identification), AccessAction.Create, KeptDraft.Subject(id, inspectorate.Id), [], scope =>
        {
            scope.Db<IdentificationDb>().Drafts.Add(new KeptDraft { RecordId = id, KeyId = DraftKeys.IdOf(pair), RecipientId = inspectorate.Id, OrganisationId = inspectorate.Id, ReceivedAt = now, ExpiresAt = now + KeepDraft.KeptFor, Size = sealedBytes.Length, Sealed = sealedBytes });
            return Task.CompletedTask;
        });
        tale.Step("A draft from a phone");
        tale.Say($"Sealed on a phone for {inspectorate.Name}; the node keeps what it cannot read in its database. Iris opens it at /en/drafts/{id}; that she did stands in the ledger before she reads the first word.");
    }
}
