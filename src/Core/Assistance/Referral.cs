using System.Collections.Immutable;

namespace Entraide.Core.Assistance;

/// <summary>Something that happened to a referral.</summary>
/// <param name="By">The account of whoever did it.</param>
public abstract record ReferralEvent(DateTimeOffset At, string By);

/// <summary>An outline without identity was sent, to be answered by a time.</summary>
public sealed record ReferralOffered(DateTimeOffset At, string By, string RecipientId, DateTimeOffset AnswerBy) : ReferralEvent(At, By);

/// <summary>The sender gives the receiver more time.</summary>
public sealed record ReferralRenewed(DateTimeOffset At, string By, DateTimeOffset AnswerBy) : ReferralEvent(At, By);

/// <summary>The receiver takes it on; whoever says so answers for it there.</summary>
public sealed record ReferralAccepted(DateTimeOffset At, string By) : ReferralEvent(At, By);

public sealed record ReferralDeclined(DateTimeOffset At, string By, string Reason) : ReferralEvent(At, By);

/// <summary>The sender, or the person through her, takes it back.</summary>
public sealed record ReferralWithdrawn(DateTimeOffset At, string By, string Reason) : ReferralEvent(At, By);

/// <summary>Items were opened to the receiver, under a consent of that moment.</summary>
public sealed record ReferralDisclosed(DateTimeOffset At, string By, ImmutableArray<DataItem> Items) : ReferralEvent(At, By);

/// <summary>The receiver says which service it gave.</summary>
public sealed record ReferralServed(DateTimeOffset At, string By, string Service) : ReferralEvent(At, By);

/// <summary>The receiver says what happened to the data once it may no longer read them.</summary>
public sealed record ReferralAccounted(DateTimeOffset At, string By, string WhatHappened) : ReferralEvent(At, By);

/// <summary>After a no or a silence the sender says what was done instead.</summary>
public sealed record ReferralFollowedUp(DateTimeOffset At, string By, string Instead) : ReferralEvent(At, By);

/// <summary>Somebody else answers for it now, on one side.</summary>
public sealed record ReferralHandedOver(DateTimeOffset At, string By, ReferralSide Side, string To) : ReferralEvent(At, By);

public enum ReferralSide { Sender, Receiver }

public enum ReferralState
{
    /// <summary>Sent, and the time for an answer is not over.</summary>
    Offered,

    /// <summary>Nobody answered in time.</summary>
    Lapsed,
    Accepted,

    /// <summary>The receiver has read what it was to read.</summary>
    Disclosed,
    Served,
    Declined,

    /// <summary>Taken back: nothing is read any more.</summary>
    Withdrawn,
}

/// <summary>What somebody has to do so that a referral does not come to nothing.</summary>
public enum ReferralTaskKind
{
    /// <summary>Find help elsewhere: it was declined, or nobody answered.</summary>
    FindAnother,

    /// <summary>Open to the receiver what it needs.</summary>
    Disclose,

    /// <summary>Say which service was given.</summary>
    SayWhatWasGiven,

    /// <summary>Say what happened to the data.</summary>
    SayWhatHappenedToTheData,
}

/// <summary>Why something cannot happen to a referral now.</summary>
public enum ReferralFault
{
    /// <summary>It would lie before what has happened already.</summary>
    OutOfOrder,
    Answered,

    /// <summary>The time for an answer is over; the sender can give more.</summary>
    TooLate,

    /// <summary>The new time is over before it begins.</summary>
    NoTime,
    NotAccepted,
    NotDisclosed,

    /// <summary>It has ended, or this was said already.</summary>
    Over,

    /// <summary>A reason, a service or an item is missing.</summary>
    NothingSaid,

    /// <summary>There is nobody to hand it to.</summary>
    Nobody,
}

/// <param name="PersonId">The account that has to do it; never nobody.</param>
/// <param name="Since">From when on.</param>
public sealed record ReferralTask(ReferralTaskKind Kind, string PersonId, DateTimeOffset Since);

/// <summary>
/// One person's way to another organisation: outline, answer, disclosure, service. It never ends in silence: at every moment
/// it waits for an answer that is not yet late, or it has ended in a word, or it is the task of a named person. Immutable and
/// pure; the state is computed from what happened and the time.
/// </summary>
public sealed record Referral
{
    private Referral(ImmutableArray<ReferralEvent> events) => Events = events;

    public ImmutableArray<ReferralEvent> Events { get; }

    /// <exception cref="ArgumentException">The time for an answer is over before it begins.</exception>
    public static Referral Begin(ReferralOffered offer) =>
        offer.AnswerBy > offer.At ? new Referral([offer]) : throw new ArgumentException("The time for an answer must lie after the offer.", nameof(offer));

    /// <summary>Reads what was stored.</summary>
    /// <exception cref="ArgumentException">It does not begin with an offer, or something in it could not have happened.</exception>
    public static Referral Of(IEnumerable<ReferralEvent> events)
    {
        var all = events.ToList();
        if (all.Count == 0 || all[0] is not ReferralOffered offer) throw new ArgumentException("A referral begins with an offer.", nameof(events));
        var referral = Begin(offer);
        foreach (var one in all.Skip(1))
        {
            if (referral.Fault(one) is { } fault) throw new ArgumentException($"{one.GetType().Name} could not have happened: {fault}.", nameof(events));
            referral = referral.With(one);
        }
        return referral;
    }

    public string RecipientId => ((ReferralOffered)Events[0]).RecipientId;

    public DateTimeOffset AnswerBy => Events.OfType<ReferralRenewed>().LastOrDefault()?.AnswerBy ?? ((ReferralOffered)Events[0]).AnswerBy;

    /// <summary>Who answers for it at the sender.</summary>
    public string Sender => Last<ReferralHandedOver>(one => one.Side == ReferralSide.Sender)?.To ?? Events[0].By;

    /// <summary>Who answers for it at the receiver; null until it is accepted.</summary>
    public string? Receiver => Last<ReferralHandedOver>(one => one.Side == ReferralSide.Receiver)?.To ?? Last<ReferralAccepted>(_ => true)?.By;

    public ReferralState State(DateTimeOffset now) =>
        Has<ReferralWithdrawn>() ? ReferralState.Withdrawn
        : Has<ReferralDeclined>() ? ReferralState.Declined
        : Has<ReferralServed>() ? ReferralState.Served
        : Has<ReferralDisclosed>() ? ReferralState.Disclosed
        : Has<ReferralAccepted>() ? ReferralState.Accepted
        : now >= AnswerBy ? ReferralState.Lapsed
        : ReferralState.Offered;

    /// <summary>What somebody has to do now; null while an answer is awaited in time, or where nothing is left to do.</summary>
    /// <param name="mayRead">Whether the receiver may still read anything of what was disclosed, by the consent of this moment.</param>
    public ReferralTask? Task(DateTimeOffset now, bool mayRead)
    {
        var state = State(now);
        if (state is ReferralState.Lapsed or ReferralState.Declined)
            return Has<ReferralFollowedUp>() ? null : new(ReferralTaskKind.FindAnother, Sender, state == ReferralState.Lapsed ? AnswerBy : When<ReferralDeclined>());
        if (state == ReferralState.Accepted) return new(ReferralTaskKind.Disclose, Sender, When<ReferralAccepted>());
        if (Has<ReferralDisclosed>() && (!mayRead || state == ReferralState.Withdrawn))
            return Has<ReferralAccounted>() ? null : new(ReferralTaskKind.SayWhatHappenedToTheData, Receiver!, When<ReferralDisclosed>());
        return state == ReferralState.Disclosed ? new(ReferralTaskKind.SayWhatWasGiven, Receiver!, When<ReferralDisclosed>()) : null;
    }

    /// <summary>Why this cannot happen now; null where it can.</summary>
    public ReferralFault? Fault(ReferralEvent next)
    {
        if (next.At < Events[^1].At) return ReferralFault.OutOfOrder;
        var (state, over) = (State(next.At), Has<ReferralFollowedUp>());
        return next switch
        {
            ReferralRenewed renewed => over || state is not (ReferralState.Offered or ReferralState.Lapsed) ? ReferralFault.Answered : renewed.AnswerBy <= renewed.At ? ReferralFault.NoTime : null,
            ReferralAccepted => Unanswered(state),
            ReferralDeclined declined => Unanswered(state) ?? Said(declined.Reason),
            ReferralWithdrawn withdrawn => over || state is ReferralState.Withdrawn or ReferralState.Declined ? ReferralFault.Over : Said(withdrawn.Reason),
            ReferralDisclosed disclosed => state is not (ReferralState.Accepted or ReferralState.Disclosed or ReferralState.Served) ? ReferralFault.NotAccepted : disclosed.Items.IsDefaultOrEmpty ? ReferralFault.NothingSaid : null,
            ReferralServed served => state is not (ReferralState.Disclosed or ReferralState.Served) ? ReferralFault.NotDisclosed : Said(served.Service),
            ReferralAccounted accounted => !Has<ReferralDisclosed>() ? ReferralFault.NotDisclosed : Has<ReferralAccounted>() ? ReferralFault.Over : Said(accounted.WhatHappened),
            ReferralFollowedUp followed => over || state is not (ReferralState.Lapsed or ReferralState.Declined) ? ReferralFault.Over : Said(followed.Instead),
            ReferralHandedOver handed => handed.To.Length == 0 || (handed.Side == ReferralSide.Receiver && Receiver is null) ? ReferralFault.Nobody : null,
            _ => ReferralFault.Answered,
        };
    }

    /// <exception cref="InvalidOperationException">It cannot happen; see <see cref="Fault"/>.</exception>
    public Referral With(ReferralEvent next) => Fault(next) is { } fault ? throw new InvalidOperationException($"{next.GetType().Name} cannot happen: {fault}.") : new Referral(Events.Add(next));

    // After its time the sender may have found help elsewhere: she gives more time, or not.
    private static ReferralFault? Unanswered(ReferralState state) => state == ReferralState.Offered ? null : state == ReferralState.Lapsed ? ReferralFault.TooLate : ReferralFault.Answered;

    private static ReferralFault? Said(string words) => string.IsNullOrWhiteSpace(words) ? ReferralFault.NothingSaid : null;

    private bool Has<T>() where T : ReferralEvent => Events.Any(one => one is T);

    private DateTimeOffset When<T>() where T : ReferralEvent => Events.OfType<T>().Last().At;

    private T? Last<T>(Func<T, bool> which) where T : ReferralEvent => Events.OfType<T>().LastOrDefault(which);
}
