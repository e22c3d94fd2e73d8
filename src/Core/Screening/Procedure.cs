using System.Collections.Immutable;

namespace Entraide.Core.Screening;

/// <summary>Who can be turned to in a step. The list is closed, and immigration control is not in it.</summary>
public enum Turn
{
    /// <summary>The person concerned.</summary>
    Person,

    /// <summary>One's own work.</summary>
    Own,

    /// <summary>A specialised support organisation.</summary>
    SupportOrganisation,

    /// <summary>Child protection, a guardian.</summary>
    ChildProtection,

    /// <summary>The labour inspectorate, and the services it inspects with.</summary>
    LabourInspectorate,

    /// <summary>Emergency services.</summary>
    Emergency,
}

/// <summary>A step that can follow a screening.</summary>
/// <param name="Id">The key of its wording.</param>
/// <param name="Turn">Whom it turns to.</param>
/// <param name="Basis">The rule it stands on, as one would cite it.</param>
/// <param name="NeedsConsent">Whether it is taken only if the person agrees.</param>
public sealed record Step(string Id, Turn Turn, string Basis, bool NeedsConsent);

/// <summary>What can be done after a screening, as versioned data. No step has a condition on cooperating with the police.</summary>
public sealed record Procedure(string Id, string Version, InstrumentStatus Status, string Source, ImmutableArray<Step> Steps);
