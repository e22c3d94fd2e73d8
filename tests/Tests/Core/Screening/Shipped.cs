using Entraide.Core.Screening;
using Entraide.Core.Text;
using Entraide.Node.Identification;
using Entraide.Node.Platform;

namespace Entraide.Tests.Core.Screening;

/// <summary>The shipped instruments, and short ways to answer them.</summary>
public static class Shipped
{
    public static readonly Instrument Adult = InstrumentLibrary.Shipped.Find("ilo-ec-2009/adult-labour")!;
    public static readonly Instrument Child = InstrumentLibrary.Shipped.Find("ilo-ec-2009/child-labour")!;
    public static readonly Instrument Checklist = InstrumentLibrary.Shipped.Find("ilo-2012/forced-labour")!;
    public static readonly Catalogue English = Catalogues.For(Language.English);

    /// <summary>Evaluates with these indicators present and the others as <paramref name="rest"/>.</summary>
    public static ScreeningResult Screen(Instrument instrument, IEnumerable<string> present, Answer rest = Answer.Unknown)
    {
        var yes = present.ToHashSet(StringComparer.Ordinal);
        Assert.All(yes, id => Assert.True(instrument.IndexOf(id) >= 0, id));
        return ScreeningEngine.Evaluate(Answers.From(instrument, indicator => yes.Contains(indicator.Id) ? Answer.Yes : rest));
    }
}
