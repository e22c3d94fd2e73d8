namespace Entraide.Node.Platform.Access;

/// <summary>What somebody does in her organisation. A person may hold several; she acts in one at a time.</summary>
public enum Role
{
    /// <summary>The node's own work, of which no person has the role: receiving, expiring, sign-in.</summary>
    Node,
    Administrator,
    DataProtectionOfficer,
    Coordinator,
    Supervisor,
    SocialWorker,
    LabourInspector,
    PoliceOfficer,
    Prosecutor,
    Judge,
    HealthWorker,
    Trainer,
    Translator,

    /// <summary>Somebody who works here and has no other role yet: she sees her own account and nothing else.</summary>
    Member,

    /// <summary>Writes the core of the texts that everybody reads, and releases it.</summary>
    GuideSteward,

    /// <summary>Reads a change of the core a second time, before it may count for less than it seems.</summary>
    SecondReader,

    /// <summary>Reads translations that others made.</summary>
    Reviewer,

    /// <summary>Writes a country's own text beside the core.</summary>
    NationalEditor,

    /// <summary>Advises and represents the person; lets nobody read on whom she does not represent.</summary>
    Lawyer,

    /// <summary>The person whom a case is about. She has no account and can be given none: a phrase that only she has opens what she may see.</summary>
    PersonConcerned,

    /// <summary>Builds trainings, takes kits in and lets them out, compares what came of them.</summary>
    TrainingDesigner,

    /// <summary>Counts for the State what organisations gave to be counted, and publishes it (Directive 2011/36/EU art. 19).</summary>
    NationalRapporteur,

    /// <summary>Estimates what is not seen.</summary>
    Researcher,
}

/// <summary>
/// What somebody acts for. The list is closed: immigration control is not in it and must never be (Directive 2011/36/EU,
/// art. 8 and 11; what people fear most is what keeps them from help).
/// </summary>
public enum Purpose
{
    Care,
    Safety,
    LegalAid,
    Identification,
    Investigation,
    Prosecution,
    Compensation,
    FamilyTracing,
    Audit,
    Statistics,
    Training,

    /// <summary>Running the node itself: people, organisations, keys. Opens nothing about a person concerned.</summary>
    Administration,

    /// <summary>Writing and translating what everybody reads. Opens nothing about a person concerned.</summary>
    Guidance,
}

/// <summary>What is done with a resource.</summary>
public enum AccessAction
{
    /// <summary>See that it exists, its dates and size.</summary>
    List,

    /// <summary>Read what it says.</summary>
    Open,

    /// <summary>Make a new one.</summary>
    Create,

    /// <summary>Change what it says.</summary>
    Change,

    /// <summary>Take it away for good.</summary>
    Erase,

    /// <summary>Say yes to what another person asked for.</summary>
    Confirm,

    /// <summary>Carry it out of the node.</summary>
    Export,

    /// <summary>Give or take rights.</summary>
    Grant,

    /// <summary>Prove who one is.</summary>
    SignIn,

    /// <summary>Make it what everybody reads.</summary>
    Release,

    /// <summary>Open in an emergency what was not given to one to work on: for an hour, told to others, reviewed.</summary>
    BreakGlass,
}

/// <summary>What is acted on.</summary>
public enum Resource
{
    Draft,
    Screening,
    Account,
    Session,
    Organisation,
    Ledger,

    /// <summary>A text of the core: the guide, the words of the screening desk, the page of rights.</summary>
    CoreText,
    Translation,

    /// <summary>A country's own text.</summary>
    NationalText,

    /// <summary>What is known and done for one person who is helped.</summary>
    Case,

    /// <summary>Her way from one organisation to another.</summary>
    Referral,

    /// <summary>What an organisation offers, for whom.</summary>
    Service,

    /// <summary>A training as it is designed, its kits, and what came back of them.</summary>
    Training,

    /// <summary>A training as it is held.</summary>
    Delivery,

    /// <summary>That somebody takes part in a training: her name, and nothing that she answered.</summary>
    Participation,

    /// <summary>Facts that an organisation gave to be counted, without who.</summary>
    Contribution,

    /// <summary>The figures of a year.</summary>
    Figures,

    /// <summary>Data made safe to be let out.</summary>
    Release,

    /// <summary>An estimate of a hidden population.</summary>
    Estimate,

    /// <summary>What an organisation does, counted by quarter.</summary>
    Practice,
}

/// <summary>How the caller stands to the record.</summary>
public enum Relation
{
    None,

    /// <summary>Of the same organisation.</summary>
    Organisation,

    /// <summary>It was given to her to work on.</summary>
    Assigned,

    /// <summary>It is about herself.</summary>
    Own,

    /// <summary>Somebody let her, or her organisation, into this one record for a while: a consent, or an emergency.</summary>
    Shared,
}

/// <summary>What has become of a record.</summary>
public enum RecordState
{
    Active,

    /// <summary>Closed, expired or left.</summary>
    Ended,
}

/// <summary>Stores and keys that are held apart: what care knows does not lie with what justice knows.</summary>
public enum Zone
{
    /// <summary>The node itself: accounts, organisations, keys.</summary>
    Node,
    Care,
    Justice,
}
