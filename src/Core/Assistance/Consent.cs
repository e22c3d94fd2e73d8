using System.Collections.Immutable;

namespace Entraide.Core.Assistance;

/// <summary>What a person can agree that others use her data for. The list is closed, and immigration control is not in it.</summary>
public enum SharingPurpose
{
    Care,
    Safety,
    LegalAid,
    Identification,
    Investigation,
    Prosecution,
    Compensation,
    FamilyTracing,
    Statistics,
}

/// <summary>The parts that consent is given in, one by one.</summary>
public enum DataItem
{
    /// <summary>What is needed, an age band, a language, how urgent: enough to be answered, too little to be known by.</summary>
    Outline,
    Name,
    BirthDate,
    Citizenship,

    /// <summary>How, when and through whom she can be reached without danger.</summary>
    Contact,

    /// <summary>Where she is.</summary>
    Whereabouts,
    Family,
    Needs,
    Health,

    /// <summary>What threatens her, and the safety plan.</summary>
    Risks,

    /// <summary>What she told of what happened.</summary>
    Account,

    /// <summary>Employer, work, wages.</summary>
    Work,

    /// <summary>Her right to stay.</summary>
    Residence,
    Documents,

    /// <summary>What may be counted without knowing whom.</summary>
    Facts,
}

/// <summary>What is wrong with a grant as it was written down.</summary>
public enum ConsentFault
{
    NoItems,
    NoRecipient,
    NoLanguage,

    /// <summary>Nobody wrote down who else was in the room.</summary>
    RoomNotRecorded,

    /// <summary>It ends before it begins.</summary>
    NoTime,

    /// <summary>It lasts longer than a grant may: see <see cref="ConsentGrant.Longest"/>.</summary>
    TooLong,
}

/// <summary>
/// A person's yes: these items, to this recipient, for this purpose, until this time. A lease that ends by itself (Directive
/// 2011/36/EU art. 11(5): help is consensual and informed). Immutable; what is taken back is a
/// <see cref="ConsentWithdrawal"/> beside it.
/// </summary>
public sealed record ConsentGrant
{
    /// <summary>How long a grant may last, and with police and courts, where a yes is harder to refuse.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90), LongestWithAuthorities = TimeSpan.FromDays(30);

    /// <summary>How long a yes to the police waits before it counts, so that it can be thought over; not in danger.</summary>
    public static readonly TimeSpan CoolingOff = TimeSpan.FromHours(24);

    public required string Id { get; init; }

    /// <summary>The organisation that may have the items, as the directory knows it.</summary>
    public required string RecipientId { get; init; }

    public required SharingPurpose Purpose { get; init; }
    public required ImmutableArray<DataItem> Items { get; init; }
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>The first moment at which it no longer counts.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The language in which it was explained: an IETF tag.</summary>
    public required string Language { get; init; }

    /// <summary>Through whom it was explained; empty where nobody was needed.</summary>
    public string Interpreter { get; init; } = "";

    /// <summary>Who else was in the room, empty for nobody; null where it was not written down, and then the grant opens nothing.</summary>
    public required string? Present { get; init; }

    /// <summary>Whether life or limb was in danger, so that a yes to the police counts at once.</summary>
    public bool InDanger { get; init; }

    /// <summary>Whether the recipient is the police, a prosecution or a court, whatever the purpose.</summary>
    public bool ToAuthority { get; init; }

    /// <summary>Whether the recipient or the purpose is that of police or courts.</summary>
    public bool IsForAuthorities => ToAuthority || Purpose is SharingPurpose.Investigation or SharingPurpose.Prosecution;

    /// <summary>From when on it counts.</summary>
    public DateTimeOffset From => IsForAuthorities && !InDanger ? GivenAt + CoolingOff : GivenAt;

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public ConsentFault? Fault =>
        Items.IsDefaultOrEmpty ? ConsentFault.NoItems
        : RecipientId.Length == 0 ? ConsentFault.NoRecipient
        : Language.Length == 0 ? ConsentFault.NoLanguage
        : Present is null ? ConsentFault.RoomNotRecorded
        : Until <= From ? ConsentFault.NoTime
        : Until - GivenAt > (IsForAuthorities ? LongestWithAuthorities : Longest) ? ConsentFault.TooLong
        : null;
}

/// <summary>A person's no to what she had agreed to. It counts from its moment on and is never undone; a later yes is a grant of its own.</summary>
/// <param name="Items">What is taken back; empty for all of it.</param>
public sealed record ConsentWithdrawal(string GrantId, DateTimeOffset At, ImmutableArray<DataItem> Items);

/// <summary>Why an item may not leave, from the farthest miss to the nearest.</summary>
public enum ConsentRefusal
{
    /// <summary>The person has agreed to nothing.</summary>
    NoConsent,
    WrongRecipient,
    WrongPurpose,
    WrongItem,

    /// <summary>Nobody wrote down who was in the room when she agreed.</summary>
    RoomNotRecorded,
    Withdrawn,
    Expired,

    /// <summary>It is still being thought over.</summary>
    NotYet,
}

/// <summary>What was asked of a consent, and what came of it.</summary>
/// <param name="Grants">The grants that let the items through, by item.</param>
/// <param name="Refused">Why the others stay, by item.</param>
public sealed record ConsentAnswer(ImmutableSortedDictionary<DataItem, string> Grants, ImmutableSortedDictionary<DataItem, ConsentRefusal> Refused)
{
    /// <summary>Whether everything that was asked for may leave. A part of it never leaves on the quiet.</summary>
    public bool IsAllowed => Refused.IsEmpty && !Grants.IsEmpty;
}

/// <summary>All that one person has agreed to and taken back. Pure: the same record gives the same answer at the same moment.</summary>
public sealed record Consents(ImmutableArray<ConsentGrant> Grants, ImmutableArray<ConsentWithdrawal> Withdrawals)
{
    public static readonly Consents None = new([], []);

    /// <summary>Whether these items may go to this recipient for this purpose now. Asked anew at every read, never remembered.</summary>
    public ConsentAnswer Ask(string recipientId, SharingPurpose purpose, IEnumerable<DataItem> items, DateTimeOffset at)
    {
        var (through, refused) = (ImmutableSortedDictionary.CreateBuilder<DataItem, string>(), ImmutableSortedDictionary.CreateBuilder<DataItem, ConsentRefusal>());
        foreach (var item in items.Distinct())
        {
            var nearest = ConsentRefusal.NoConsent;
            foreach (var grant in Grants)
            {
                if (Miss(grant, recipientId, purpose, item, at) is not { } miss)
                {
                    through[item] = grant.Id;
                    break;
                }
                if (miss > nearest) nearest = miss;
            }
            if (!through.ContainsKey(item)) refused[item] = nearest;
        }
        return new ConsentAnswer(through.ToImmutable(), refused.ToImmutable());
    }

    /// <summary>The items of a grant that still count.</summary>
    public ImmutableArray<DataItem> Standing(ConsentGrant grant, DateTimeOffset at) =>
        [.. grant.Items.Distinct().Where(item => Miss(grant, grant.RecipientId, grant.Purpose, item, at) is null).Order()];

    private ConsentRefusal? Miss(ConsentGrant grant, string recipientId, SharingPurpose purpose, DataItem item, DateTimeOffset at) =>
        grant.RecipientId != recipientId ? ConsentRefusal.WrongRecipient
        : grant.Purpose != purpose ? ConsentRefusal.WrongPurpose
        : !grant.Items.Contains(item) ? ConsentRefusal.WrongItem
        : grant.Present is null ? ConsentRefusal.RoomNotRecorded
        : Withdrawals.Any(one => one.GrantId == grant.Id && one.At <= at && (one.Items.IsEmpty || one.Items.Contains(item))) ? ConsentRefusal.Withdrawn
        : at >= grant.Until ? ConsentRefusal.Expired
        : at < grant.From ? ConsentRefusal.NotYet
        : null;
}
