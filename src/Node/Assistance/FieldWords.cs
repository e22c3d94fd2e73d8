using Entraide.Core.Assistance;
using Entraide.Node.Platform;

namespace Entraide.Node.Assistance;

/// <summary>Codes in words, in the reader's language.</summary>
internal static class FieldWords
{
    /// <summary>The value of a field as it is read.</summary>
    public static string Value(Frame frame, CaseField field, string value) => field.Kind switch
    {
        _ when field.Id == "language" => SpokenLanguages.Name(value),
        CaseFieldKind.Choice => Choice(frame, field, value),
        CaseFieldKind.Choices => string.Join(", ", value.Split(';').Select(one => Choice(frame, field, one))),
        _ => value,
    };

    public static string Choice(Frame frame, CaseField field, string code) => field.Id switch
    {
        "language" => SpokenLanguages.Name(code),
        "services" => frame.Say["service.kind." + code],
        _ when field.Choices.Contains(code) => frame.Say[$"case.choice.{field.Id}.{code}"],
        _ => code,
    };

    public static string Items(Frame frame, IEnumerable<DataItem> items) => string.Join(", ", items.Select(item => frame.Say["item." + item]));

    /// <summary>When a service is there, as it is stored, in words.</summary>
    public static string Hours(Frame frame, string hours) => hours == ServiceOffer.Always || hours.Split(' ') is not [var days, var times] ? frame.Say["service.always"]
        : $"{string.Join(", ", days.Select(day => frame.Say["service.day." + day]))} {times}";
}
