using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Impact;

/// <summary>What one organisation gave to be counted, at one time: facts without who, sealed as one.</summary>
public sealed class ContributionRow : IGuarded
{
    public static readonly SealedColumn ContentColumn = SealedColumn.Of<ContributionRow>(nameof(Content)), AsideColumn = SealedColumn.Of<ContributionRow>(nameof(Aside));

    [Holds(FieldClass.Technical)] public required string RecordId { get; init; }
    [Holds(FieldClass.Technical)] public required string OrganisationId { get; init; }

    /// <summary>Who registered what is counted: a body, never a person.</summary>
    [Holds(FieldClass.Technical)] public required string Source { get; init; }

    /// <summary>The State for which it is counted (ISO 3166-1 alpha-2).</summary>
    [Holds(FieldClass.Technical)] public required string Country { get; init; }

    [Holds(FieldClass.Technical)] public required int FirstYear { get; init; }
    [Holds(FieldClass.Technical)] public required int LastYear { get; init; }

    /// <summary>How many facts it holds, how many rows of its file were kept aside, and how many people did not agree to be counted.</summary>
    [Holds(FieldClass.Technical)] public required int Facts { get; init; }
    [Holds(FieldClass.Technical)] public required int AsideRows { get; init; }
    [Holds(FieldClass.Technical)] public required int Others { get; init; }

    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }

    /// <summary>The facts as <see cref="Core.Figures.FactFile"/> writes them.</summary>
    [Holds(FieldClass.Facts, isSealed: true)] public required byte[] Content { get; init; }

    /// <summary>The rows kept aside: line, column, what stands there, what it should have said. Nothing of columns that were not mapped.</summary>
    [Holds(FieldClass.Facts, isSealed: true)] public required byte[] Aside { get; init; }

    string? IGuarded.OrganisationId => OrganisationId;

    public Subject Subject() => new(Resource.Contribution, Zone.Node, RecordId, OrganisationId);
}

/// <summary>The figures of a year as they stood on a day: frozen, never changed; a later edition restates them openly.</summary>
public sealed class EditionRow : IGuarded
{
    public static readonly SealedColumn CubeColumn = SealedColumn.Of<EditionRow>(nameof(Cube)), QualityColumn = SealedColumn.Of<EditionRow>(nameof(Quality));

    [Holds(FieldClass.Technical)] public required string RecordId { get; init; }
    [Holds(FieldClass.Technical)] public required string OrganisationId { get; init; }
    [Holds(FieldClass.Technical)] public required int Year { get; init; }

    /// <summary>Counted from 1 within the year.</summary>
    [Holds(FieldClass.Technical)] public required int Number { get; init; }

    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }

    /// <summary>Why the figures were frozen or restated, in words that everybody may read.</summary>
    [Holds(FieldClass.Technical)] public required string Reason { get; init; }

    /// <summary>SHA-256 of the cube, as text: what was frozen can be recognised.</summary>
    [Holds(FieldClass.Technical)] public required string Hash { get; init; }

    /// <summary>As <see cref="Core.Figures.FactCube"/> writes itself: small counts tell of people.</summary>
    [Holds(FieldClass.Facts, isSealed: true)] public required byte[] Cube { get; init; }

    [Holds(FieldClass.Facts, isSealed: true)] public required byte[] Quality { get; init; }

    /// <summary>Null until everybody may read it.</summary>
    [Holds(FieldClass.Technical)] public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>What everybody may read: protected tables as JSON; empty before.</summary>
    [Holds(FieldClass.Technical)] public required byte[] Published { get; set; }

    string? IGuarded.OrganisationId => OrganisationId;

    public Subject Subject() => new(Resource.Figures, Zone.Node, RecordId, OrganisationId);
}

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

    /// <summary>How it was made, as text: public, since a method that must stay secret protects nobody.</summary>
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

/// <summary>An estimate of a hidden population, with the lists that it was made from.</summary>
public sealed class EstimateRow : IGuarded
{
    public static readonly SealedColumn TableColumn = SealedColumn.Of<EstimateRow>(nameof(Table)), ResultColumn = SealedColumn.Of<EstimateRow>(nameof(Result));

    [Holds(FieldClass.Technical)] public required string RecordId { get; init; }
    [Holds(FieldClass.Technical)] public required string OrganisationId { get; init; }

    /// <summary>Which lists of which year, and where they come from.</summary>
    [Holds(FieldClass.Technical)] public required string Title { get; init; }

    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }

    /// <summary>The lists as a file of histories: a history of one person tells of her.</summary>
    [Holds(FieldClass.Facts, isSealed: true)] public required byte[] Table { get; init; }

    /// <summary>Method, threshold, order, replicates and seed, which make the same estimate of the same table anywhere.</summary>
    [Holds(FieldClass.Technical)] public required string Options { get; init; }

    /// <summary>The estimate, as kept: the result of the table and the options.</summary>
    [Holds(FieldClass.Facts, isSealed: true)] public required byte[] Result { get; init; }

    [Holds(FieldClass.Technical)] public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>What everybody may read: the estimate as JSON without the table; empty before.</summary>
    [Holds(FieldClass.Technical)] public required byte[] Published { get; set; }

    string? IGuarded.OrganisationId => OrganisationId;

    public Subject Subject() => new(Resource.Estimate, Zone.Node, RecordId, OrganisationId);
}
