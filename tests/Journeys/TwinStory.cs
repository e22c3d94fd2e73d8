using System.Text;
using System.Text.Json;
using Entraide.Core.Screening;
using Entraide.Core.Text;
using Entraide.Node.Platform;
using Entraide.Tests;
using Entraide.Tests.Core.Screening;
using Microsoft.Playwright;

namespace Entraide.Journeys;

/// <summary>The server's engine and the phone's: one truth, in two languages of programming.</summary>
public sealed class TwinStory(Chromium chromium)
{
    private const int Pairs = 10_000, Batch = 500;

    private const string EvaluateBatch = """
        async text => {
          const { batch, sentences } = JSON.parse(text);
          const { evaluate, readAnswers, toJson } = await import('/phone/engine.js');
          const { speaker } = await import('/phone/sentences.js');
          return batch.map(([instrumentText, words, answers, language]) => {
            const instrument = JSON.parse(instrumentText);
            return toJson(evaluate(instrument, readAnswers(instrument, answers)), speaker(language, sentences[language]), JSON.parse(words));
          });
        }
        """;

    [Fact]
    public async Task Ten_thousand_generated_instruments_give_the_same_bytes_on_the_phone()
    {
        await using var window = await chromium.Window();
        Assert.Empty(await Differences(window, Pairs));
    }

    [Theory]
    [InlineData("counts[strength] >= (of[strength] ?? 0)", "counts[strength] > (of[strength] ?? 0)")]
    [InlineData(".sort((a, b) => a.far - b.far || a.index - b.index)", ".sort((a, b) => a.far - b.far || b.index - a.index)")]
    [InlineData("result.has(indicator, 'yes')).map(indicator => indicator.id).sort()", "result.has(indicator, 'yes')).map(indicator => indicator.id)")]
    public async Task A_planted_difference_is_found(string word, string planted)
    {
        await using var window = await chromium.Window();
        await window.RouteAsync("**/phone/engine.js", async route =>
        {
            var text = await (await route.FetchAsync()).TextAsync();
            Assert.Contains(word, text);
            await route.FulfillAsync(new() { Body = text.Replace(word, planted), ContentType = "text/javascript" });
        });
        Assert.NotEmpty(await Differences(window, Batch));
    }

    [Fact]
    public async Task The_phone_meets_every_shared_vector()
    {
        await using var window = await chromium.Window();
        var page = await Open(window);
        var failures = await page.EvaluateAsync<string[]>("""
            async text => {
              const vectors = JSON.parse(text);
              const { evaluate, explain, readAnswers } = await import('/phone/engine.js');
              const { speaker } = await import('/phone/sentences.js');
              const { canonical } = await import('/phone/json.js');
              const { instruments } = await (await fetch('/phone/instruments.json')).json();
              const words = await (await fetch('/phone/words/en.json')).json();
              const say = speaker('en', words.sentences);
              const failures = [];
              const same = (name, what, got, wanted) => { if (JSON.stringify(got) !== JSON.stringify(wanted)) failures.push(`${name}: ${what} ${JSON.stringify(got)}, expected ${JSON.stringify(wanted)}`); };
              const find = vector => instruments.find(instrument => instrument.id === vector.instrument);
              for (const vector of vectors.results) {
                const result = explain(evaluate(find(vector), readAnswers(find(vector), vector.answers)), say, words.wording.labour);
                same(vector.name, 'outcome', result.outcome, vector.expect.outcome);
                if (vector.expect.rules) same(vector.name, 'rules', Object.fromEntries(result.dimensions.map(of => [of.id, of.rule])), vector.expect.rules);
                if (vector.expect.askNext) same(vector.name, 'askNext', result.askNext, vector.expect.askNext);
                if (vector.expect.elements) same(vector.name, 'elements', result.elements, vector.expect.elements);
              }
              for (const vector of vectors.refusals) {
                let refused = 'read';
                try { readAnswers(find(vector), vector.answers); } catch (e) { refused = e.refusal ?? String(e); }
                same(vector.name, 'refused', refused, vector.refused);
              }
              for (const vector of vectors.canonical) same('canonical', 'text', canonical(vector.value), vector.canonical);
              for (const half of vectors.noncanonical) {
                let refused = 'written';
                try { canonical(half); } catch (e) { refused = e.refusal; }
                same('canonical', 'half', refused, 'lone-surrogate');
              }
              let large = 'read';
              try { readAnswers(instruments[0], '{"answers":{}}' + ' '.repeat(1_000_000)); } catch (e) { large = e.refusal; }
              same('large', 'refused', large, 'too-large');
              same('vectors', 'number', vectors.results.length > 250 && vectors.refusals.length > 25, true);
              return failures;
            }
            """, await File.ReadAllTextAsync(Repository.File("tests", "vectors", "screening.json")));
        Assert.Empty(failures);
    }

    [Fact]
    public async Task The_shipped_instruments_give_the_same_bytes_on_the_phone_in_every_language()
    {
        await using var window = await chromium.Window();
        var page = await Open(window);
        foreach (var language in Language.All)
        {
            var vectors = Vectors.Results.Where((_, index) => index % 10 == Language.All.IndexOf(language)).ToList();
            var phone = await page.EvaluateAsync<string[]>("""
                async text => {
                  const { language, vectors } = JSON.parse(text);
                  const { evaluate, readAnswers, toJson } = await import('/phone/engine.js');
                  const { speaker } = await import('/phone/sentences.js');
                  const { instruments } = await (await fetch('/phone/instruments.json')).json();
                  const words = await (await fetch(`/phone/words/${language}.json`)).json();
                  return vectors.map(([id, answers]) => {
                    const instrument = instruments.find(one => one.id === id);
                    return toJson(evaluate(instrument, readAnswers(instrument, answers)), speaker(language, words.sentences), words.wording[instrument.wording]);
                  });
                }
                """, JsonSerializer.Serialize(new { language = language.Tag, vectors = vectors.Select(vector => new[] { vector.GetProperty("instrument").GetString(), vector.GetProperty("answers").GetString() }) }));
            Assert.Equal(vectors.Select(vector => Encoding.UTF8.GetString(ScreeningEngine.Evaluate(Answers.Read(Vectors.InstrumentOf(vector), Vectors.AnswersOf(vector))).ToJson(Catalogues.For(language)).Span)), phone);
        }
    }

    [Fact]
    public async Task Numbers_take_the_same_form_on_the_phone_as_on_the_server_and_as_the_browser_itself_says()
    {
        await using var window = await chromium.Window();
        var page = await Open(window);
        foreach (var language in Language.All)
        {
            var phone = await page.EvaluateAsync<string[]>("async language => { const { plural } = await import('/phone/sentences.js'); return [...Array(300).keys(), 1_000_000].map(count => plural(language, count)); }", language.Tag);
            var browser = await page.EvaluateAsync<string[]>("language => { const rules = new Intl.PluralRules(language); return [...Array(300).keys(), 1_000_000].map(count => rules.select(count)); }", language.Tag);
            var server = Enumerable.Range(0, 300).Append(1_000_000).Select(count => PluralRules.Category(language.Tag, count)).ToArray();
            Assert.Equal(server, phone);
            Assert.Equal(browser, server);
        }
    }

    [Fact]
    public async Task The_phone_seals_as_RFC_9180_has_it()
    {
        await using var window = await chromium.Window();
        var page = await Open(window);
        var sealedText = await page.EvaluateAsync<string[]>("""
            async text => {
              const vector = JSON.parse(text);
              const { hpkeSeal, toBase64Url } = await import('/phone/seal.js');
              const bytes = hex => Uint8Array.from(hex.match(/../g) ?? [], pair => parseInt(pair, 16));
              const hex = of => [...of].map(byte => byte.toString(16).padStart(2, '0')).join('');
              const point = bytes(vector.pkEm), url = of => toBase64Url(of);
              const curve = { name: 'ECDH', namedCurve: 'P-256' };
              const ephemeral = {
                publicKey: await crypto.subtle.importKey('raw', point, curve, true, []),
                privateKey: await crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x: url(point.slice(1, 33)), y: url(point.slice(33)), d: url(bytes(vector.skEm)) }, curve, false, ['deriveBits']),
              };
              const [first] = vector.encryptions;
              const { encapsulated, sealed } = await hpkeSeal(bytes(vector.pkRm), bytes(vector.info), bytes(first.aad), bytes(first.pt), ephemeral);
              return [hex(encapsulated), hex(sealed), vector.enc, first.ct];
            }
            """, await File.ReadAllTextAsync(Repository.File("tests", "vectors", "hpke.json")));
        Assert.Equal(sealedText[2..], sealedText[..2]);
    }

    private static async Task<IPage> Open(IBrowserContext window)
    {
        var page = await window.NewPageAsync();
        await page.GotoAsync("/en");
        return page;
    }

    private static async Task<List<string>> Differences(IBrowserContext window, int pairs)
    {
        var page = await Open(window);
        var sentences = Language.All.ToDictionary(language => language.Tag, language => JsonDocument.Parse(Catalogues.WriteTo(new CanonicalJson(), language, "because").Bytes).RootElement);
        var differences = new List<string>();
        for (var from = 0; from < pairs; from += Batch)
        {
            var expected = new List<string>();
            var batch = new List<object>();
            for (var seed = from; seed < from + Batch; seed++)
            {
                var language = Language.All[seed % Language.All.Length];
                var one = GeneratedInstruments.Any(seed);
                expected.Add(Encoding.UTF8.GetString(ScreeningEngine.Evaluate(one.Answers).ToJson(Catalogues.For(language)).Span));
                batch.Add(new object[] { one.InstrumentFile, one.WordingFile, one.AnswersFile, language.Tag });
            }
            var phone = await page.EvaluateAsync<string[]>(EvaluateBatch, JsonSerializer.Serialize(new { batch, sentences }));
            for (var i = 0; i < Batch; i++)
                if (!Encoding.UTF8.GetBytes(phone[i]).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(expected[i]))) differences.Add($"seed {from + i}\nserver {expected[i]}\nphone  {phone[i]}");
        }
        return differences;
    }
}
