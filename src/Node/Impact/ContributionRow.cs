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

    /// <summary>The year whose cases of the organisation it counts; null for a file.</summary>
    [Holds(FieldClass.Technical)] public int? CasesOf { get; init; }

    /// <summary>Who registered what is counted: a body, never a person.</summary>
    [Holds(FieldClass.Technical)] public required string Source { get; set; }

    /// <summary>The State for which it is counted (ISO 3166-1 alpha-2).</summary>
    [Holds(FieldClass.Technical)] public required string Country { get; set; }

    [Holds(FieldClass.Technical)] public required int FirstYear { get; init; }
    [Holds(FieldClass.Technical)] public required int LastYear { get; init; }

    /// <summary>How many facts it holds, how many rows of its file were kept aside, and how many people did not agree to be counted.</summary>
    [Holds(FieldClass.Technical)] public required int Facts { get; set; }
    [Holds(FieldClass.Technical)] public required int AsideRows { get; init; }
    [Holds(FieldClass.Technical)] public required int Others { get; set; }

    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }

    /// <summary>The facts as <see cref="Core.Figures.FactFile"/> writes them.</summary>
    [Holds(FieldClass.Facts, isSealed: true)] public required byte[] Content { get; set; }

    /// <summary>The rows kept aside: line, column, what stands there, what it should have said. Nothing of columns that were not mapped.</summary>
    [Holds(FieldClass.Facts, isSealed: true)] public required byte[] Aside { get; init; }

    string? IGuarded.OrganisationId => OrganisationId;

    public Subject Subject() => new(Resource.Contribution, Zone.Node, RecordId, OrganisationId);
}
