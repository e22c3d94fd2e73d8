namespace Entraide.Core.Assistance;

/// <summary>What a clock of a case counts down to.</summary>
public enum ClockKind
{
    /// <summary>Recovery and reflection: CETS 197 art. 13, at least 30 days.</summary>
    ReflectionPeriod,
    ResidencePermit,

    /// <summary>The last day on which wages or compensation can be claimed.</summary>
    LimitationOfClaims,
}

/// <summary>What makes a clock run.</summary>
public enum ClockStart
{
    /// <summary>There were reasonable grounds to think that she is a victim; no formal identification is asked for.</summary>
    ReasonableGrounds,
    PermitIssued,
    EmploymentEnded,
    WageDue,
}

/// <summary>How long, by the law of a country.</summary>
public sealed record ClockRule
{
    /// <exception cref="ArgumentException">The time is none, or there is no source.</exception>
    public ClockRule(string id, string country, ClockKind kind, ClockStart start, int days, int months, string source, bool isVerified)
    {
        if (days < 0 || months < 0 || days + months == 0) throw new ArgumentException($"{id} runs for no time: name days or months.", nameof(days));
        if (string.IsNullOrWhiteSpace(source)) throw new ArgumentException($"{id} names no rule that it stands on.", nameof(source));
        // The Convention's floor: a country may give more, never less.
        if (kind == ClockKind.ReflectionPeriod && days + (months * 30) < 30) throw new ArgumentException($"{id} is shorter than the 30 days of CETS 197 art. 13.", nameof(days));
        (Id, Country, Kind, Start, Days, Months, Source, IsVerified) = (id, country, kind, start, days, months, source, isVerified);
    }

    public string Id { get; }

    /// <summary>ISO 3166-1 alpha-2; empty for what holds everywhere.</summary>
    public string Country { get; }


    public ClockKind Kind { get; }
    public ClockStart Start { get; }

    /// <summary>Days that come on top of <see cref="Months"/>.</summary>
    public int Days { get; }
    public int Months { get; }

    /// <summary>The rule that it stands on, as one would cite it.</summary>
    public string Source { get; }

    /// <summary>Whether a person has checked it against the source; else it is shown as "to be verified".</summary>
    public bool IsVerified { get; }

    /// <summary>
    /// The last day, itself included. The day on which it began is not counted, and a month ends on the day of the same number
    /// or, where there is none, on the month's last (Regulation (EEC, Euratom) No 1182/71 art. 3; national rules may be kinder).
    /// </summary>
    public DateOnly LastDay(DateOnly began) => began.AddMonths(Months).AddDays(Days);

    /// <summary>Full days that are left; negative once it is over.</summary>
    public int DaysLeft(DateOnly began, DateOnly today) => LastDay(began).DayNumber - today.DayNumber;
}
