using System.Text.Json;
using Entraide.Core.Text;

namespace Entraide.Core.Screening;

/// <summary>What is known of an indicator.</summary>
public enum Answer : byte { Unknown, No, Yes }

/// <summary>Why answers were refused; the phone's reader gives the same kinds.</summary>
public enum AnswersRefusal { Json, WrongShape, UnknownIndicator, BadAnswer }

/// <summary>Answers that were refused, with what, where and how to mend it.</summary>
public sealed class AnswersException(AnswersRefusal refusal, JsonRefusal? json, string message) : Exception(message)
{
    public AnswersRefusal Refusal { get; } = refusal;

    /// <summary>Set where the text was no acceptable JSON.</summary>
    public JsonRefusal? Json { get; } = json;
}

/// <summary>
/// An answer for each indicator of one instrument; what was not answered is unknown. There is no field for a name: a
/// situation can be screened without knowing who the person is.
/// </summary>
public sealed class Answers
{
    private readonly Answer[] answers;

    private Answers(Instrument instrument, Answer[] answers) => (Instrument, this.answers) = (instrument, answers);

    public Instrument Instrument { get; }

    /// <summary>The answers in the order of the instrument's indicators.</summary>
    public ReadOnlySpan<Answer> InOrder => answers;

    /// <summary>No answer yet.</summary>
    public static Answers None(Instrument instrument) => new(instrument, new Answer[instrument.Indicators.Length]);

    /// <summary>Asks <paramref name="answer"/> for each indicator.</summary>
    public static Answers From(Instrument instrument, Func<Indicator, Answer> answer) =>
        new(instrument, [.. instrument.Indicators.Select(answer)]);

    /// <summary>
    /// Reads <c>{"answers":{"AL-EX-hours":"yes","AL-CD-docs":"no"}}</c>: <c>yes</c>, <c>no</c> or <c>unknown</c> by
    /// indicator id; an indicator that is left out is unknown.
    /// </summary>
    /// <exception cref="AnswersException">The text is refused; nothing of it is used.</exception>
    public static Answers Read(Instrument instrument, ReadOnlyMemory<byte> utf8)
    {
        JsonDocument document;
        try
        {
            document = StrictJson.Parse(utf8);
        }
        catch (StrictJsonException e)
        {
            throw new AnswersException(AnswersRefusal.Json, e.Refusal, e.Message);
        }
        using (document)
        {
            const string Shape = "Write {\"answers\":{\"INDICATOR\":\"yes\"}}.";
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("answers", out var given) || given.ValueKind != JsonValueKind.Object)
                throw new AnswersException(AnswersRefusal.WrongShape, null, $"there is no object \"answers\". {Shape}");
            foreach (var member in root.EnumerateObject())
                if (member.Name != "answers")
                    throw new AnswersException(AnswersRefusal.WrongShape, null, $"$.{Quoted.Line(member.Name)} is not known here: only \"answers\" is read. Remove it.");

            var read = new Answer[instrument.Indicators.Length];
            foreach (var member in given.EnumerateObject())
            {
                var index = instrument.IndexOf(member.Name);
                if (index < 0)
                    throw new AnswersException(AnswersRefusal.UnknownIndicator, null, $"$.answers: {instrument.Id} has no indicator \"{Quoted.Line(member.Name)}\". Did you mean \"{Nearest.To(member.Name, instrument.Indicators.Select(indicator => indicator.Id))}\"?");
                read[index] = (member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null) switch
                {
                    "yes" => Answer.Yes,
                    "no" => Answer.No,
                    "unknown" => Answer.Unknown,
                    _ => throw new AnswersException(AnswersRefusal.BadAnswer, null, $"$.answers.{member.Name} is {Quoted.Line(member.Value.GetRawText())}. Answer \"yes\", \"no\" or \"unknown\"."),
                };
            }
            return new Answers(instrument, read);
        }
    }
}
