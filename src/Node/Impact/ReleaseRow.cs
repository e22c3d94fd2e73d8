using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Impact;

/// <summary>What a release lets out.</summary>
public enum ReleaseKind
{
    /// <summary>Tables with suppression and rounding.</summary>
    Tables,

    /// <summary>Rows in classes of at least k.</summary>
    Anonymised,

    /// <summary>Synthetic rows and counts under differential privacy.</summary>
    Synthetic,
}

/// <summary>A release of data that was built, looked at, and perhaps published.</summary>
public sealed class ReleaseRow : IGuarded
{
    public static readonly SealedColumn ContentColumn = SealedColumn.Of<ReleaseRow>(nameof(Content)), ReportColumn = SealedColumn.Of<ReleaseRow>(nameof(Report));

    [Holds(FieldClass.Technical)] public required string RecordId { get; init; }
    [Holds(FieldClass.Technical)] public required string OrganisationId { get; init; }
    [Holds(FieldClass.Technical)] public required ReleaseKind Kind { get; init; }
    [Holds(FieldClass.Technical)] public required int Year { get; init; }

    /// <summary>How it was made, as <c>name=value</c> between semicolons (<see cref="ReleaseText.Say"/>): public, since a method that must stay secret protects nobody.</summary>
    [Holds(FieldClass.Technical)] public required string Settings { get; init; }

    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }

    /// <summary>The privacy loss that it spends, as ρ of zero-concentrated differential privacy; 0 for the other kinds.</summary>
    [Holds(FieldClass.Technical)] public required double Loss { get; init; }

    /// <summary>What would be published.</summary>
    [Holds(FieldClass.Facts, isSealed: true)] public required byte[] Content { get; init; }

    /// <summary>What an attacker could learn, tried: it knows the truth, so it is sealed.</summary>
    [Holds(FieldClass.Facts, isSealed: true)] public required byte[] Report { get; init; }

    [Holds(FieldClass.Technical)] public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>What everybody may take; empty before it is published.</summary>
    [Holds(FieldClass.Technical)] public required byte[] Published { get; set; }

    string? IGuarded.OrganisationId => OrganisationId;

    public Subject Subject() => new(Resource.Release, Zone.Node, RecordId, OrganisationId);
}
