using System.Text;
using Entraide.Core.Screening;
using Entraide.Core.Text;

namespace Entraide.Tests.Core.Screening;

public sealed class AnswersTests
{
    [Fact]
    public void Every_refusal_of_the_shared_vectors_is_refused_for_its_reason()
    {
        Assert.True(Vectors.Refusals.Count > 25);
        Assert.All(Vectors.Refusals, vector => Assert.Equal(
            (vector.GetProperty("name").GetString(), vector.GetProperty("refused").GetString()),
            (vector.GetProperty("name").GetString(), Kind(Refused(Vectors.InstrumentOf(vector), Vectors.AnswersOf(vector))))));
    }

    [Fact]
    public void An_unknown_indicator_is_answered_with_the_nearest_one() =>
        Assert.Contains("Did you mean \"AL-EX-hours\"?", Refused(Shipped.Adult, """{"answers":{"AL-EX-hour":"yes"}}"""u8.ToArray()).Message);

    [Fact]
    public void More_than_a_megabyte_is_refused() =>
        Assert.Equal(JsonRefusal.TooLarge, Refused(Shipped.Adult, Encoding.UTF8.GetBytes("{\"answers\":{}}" + new string(' ', 1_000_000))).Json);

    [Fact]
    public void Exactly_a_megabyte_is_read() =>
        Assert.Equal(67, Answers.Read(Shipped.Adult, Encoding.UTF8.GetBytes("{\"answers\":{}}" + new string(' ', 1_000_000 - 14))).InOrder.Length);

    [Fact]
    public void Bytes_that_are_no_text_are_refused() =>
        Assert.Equal(JsonRefusal.Malformed, Refused(Shipped.Adult, [.. "{\"answers\":{\""u8, 0xff, .. "\":\"yes\"}}"u8]).Json);

    [Fact]
    public void A_byte_order_mark_is_passed_over() =>
        Assert.Equal(Answer.Yes, Answers.Read(Shipped.Adult, Encoding.UTF8.GetBytes("\uFEFF{\"answers\":{\"AL-DR-job\":\"yes\"}}")).InOrder[0]);

    private static AnswersException Refused(Instrument instrument, byte[] text) => Assert.Throws<AnswersException>(() => Answers.Read(instrument, text));

    private static string Kind(AnswersException refused) => (refused.Refusal, refused.Json) switch
    {
        (AnswersRefusal.Json, JsonRefusal.Malformed) => "malformed",
        (AnswersRefusal.Json, JsonRefusal.TooLarge) => "too-large",
        (AnswersRefusal.Json, JsonRefusal.TooDeep) => "too-deep",
        (AnswersRefusal.Json, JsonRefusal.DuplicateKey) => "duplicate-key",
        (AnswersRefusal.Json, JsonRefusal.LoneSurrogate) => "lone-surrogate",
        (AnswersRefusal.WrongShape, _) => "wrong-shape",
        (AnswersRefusal.UnknownIndicator, _) => "unknown-indicator",
        _ => "bad-answer",
    };
}
