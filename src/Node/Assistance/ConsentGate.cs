using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Assistance;

/// <summary>How something about a person can leave those who work for her. The list is closed: each has its row in the law of consent (<c>EveryWayOutTests</c>).</summary>
public enum WayOut
{
    /// <summary>Another organisation reads an outline by which nobody is known.</summary>
    Outline,

    /// <summary>An organisation that has accepted a referral reads what she agreed to.</summary>
    Referral,

    /// <summary>Somebody from outside reads one class of a case.</summary>
    Guest,

    /// <summary>A sheet of paper for herself.</summary>
    Print,

    /// <summary>A file in the case data standard for an organisation.</summary>
    File,

    /// <summary>Everything about her, for herself, through the data-protection officer.</summary>
    Copy,

    /// <summary>What may be counted.</summary>
    Statistics,

    /// <summary>Her own page.</summary>
    Receipt,
}

/// <summary>Says of a route what it lets out, or that it lets nothing out of the circle of those who work on a case.</summary>
public sealed record LetsOut(WayOut? Way);

/// <summary>
/// Every way out asks here, at each reading anew. Deny is the default, and there is no flag that overrides it. What is asked
/// is the record of her consents of this moment; nothing is remembered from an earlier yes.
/// </summary>
public static class ConsentGate
{
    /// <summary>The recipients that are no organisation: she herself, and the statistics.</summary>
    public const string Herself = "herself", Counting = "statistics";

    /// <summary>The way out of this route.</summary>
    public static TBuilder LetsOut<TBuilder>(this TBuilder route, WayOut way) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new LetsOut(way));

    /// <summary>Nothing leaves those who work on the case.</summary>
    public static TBuilder StaysInside<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new LetsOut(null));

    /// <summary>Of these items those that may go now; each asked by itself.</summary>
    public static ImmutableArray<DataItem> Passing(Consents consents, string recipient, SharingPurpose purpose, IEnumerable<DataItem> items, DateTimeOffset now) =>
        [.. items.Distinct().Where(item => consents.Ask(recipient, purpose, [item], now).IsAllowed).Order()];

    /// <summary>The purpose of consent for which somebody acts; null where nothing can be shared for it.</summary>
    public static SharingPurpose? Of(Purpose purpose) => Enum.TryParse<SharingPurpose>(purpose.ToString(), out var sharing) ? sharing : null;

    /// <summary>
    /// The case as it is shared with an organisation now: as far as the classes in which these items lie. Who reads them picks
    /// out the fields of the items, and no others (<see cref="SharedFields"/>).
    /// </summary>
    public static Subject Share(CaseRow row, string with, IEnumerable<DataItem> items) => row.Subject() with { Shared = new Share(with, [FieldClass.Technical, .. CaseFields.ClassesOf(items)]) };

    /// <summary>The fields of a case that these items cover, with their values.</summary>
    public static IReadOnlyList<(CaseField Field, ImmutableArray<FieldValue> Values)> SharedFields(OpenedCase opened, IReadOnlyCollection<DataItem> items) =>
        [.. CaseFields.All.Where(field => items.Contains(field.Item)).Select(field => (field, opened.Values(field))).Where(one => one.Item2.Length > 0)];
}
