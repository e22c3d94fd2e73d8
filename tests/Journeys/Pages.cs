using Entraide.Node.Platform.Access;

namespace Entraide.Journeys;

/// <summary>Every page of the node.</summary>
public static class Pages
{
    public static IEnumerable<string> Paths(string language) =>
    [
        $"/{language}", $"/{language}/screening", $"/{language}/screening?instrument=ilo-2012/forced-labour",
        $"/{language}/practice", $"/{language}/practice/ilo-2012/forced-labour", $"/{language}/rights", $"/phone/{language}", $"/reader/{language}", $"/{language}/components", $"/{language}/nowhere",
        $"/{language}/guide?country=GR", $"/{language}/guide/help", $"/{language}/guide/contacts", $"/{language}/guide/check?code=x", $"/{language}/guide/difference/help?since=1",
        $"/{language}/sign-in", $"/{language}/join", $"/{language}/recover", $"/{language}/set-up",
        $"/{language}/guide/whole?country=-", $"/{language}/guide/terms", $"/{language}/own",
    ];

    /// <summary>The pages for who is signed in, with the role in which they are there.</summary>
    /// <param name="draft">A draft of her organisation.</param>
    /// <param name="screening">A screening that she works on.</param>
    public static IEnumerable<(Role Role, string Path)> ForStaff(string language, string draft = "0", string screening = "0") =>
    [
        (Role.Administrator, $"/{language}/work"), (Role.Administrator, $"/{language}/me"), (Role.Administrator, $"/{language}/me/codes"), (Role.Administrator, $"/{language}/confirm"),
        (Role.Administrator, $"/{language}/people"), (Role.Administrator, $"/{language}/proposals"), (Role.DataProtectionOfficer, $"/{language}/ledger"),
        (Role.GuideSteward, $"/{language}/texts"), (Role.GuideSteward, $"/{language}/texts/rights"), (Role.GuideSteward, $"/{language}/texts/rights/edit?block=free.1"), (Role.GuideSteward, $"/{language}/national"), (Role.GuideSteward, $"/{language}/national/BE"),
        (Role.NationalEditor, $"/{language}/national/BE/operation"), (Role.Translator, $"/{language}/translate"), (Role.Translator, $"/{language}/translate/rights?language=el"), (Role.Translator, $"/{language}/translate/rights/unit?language=el&block=free.1"),
        (Role.LabourInspector, $"/{language}/drafts"), (Role.LabourInspector, $"/{language}/screenings"),
        (Role.LabourInspector, $"/{language}/drafts/{draft}"), (Role.LabourInspector, $"/{language}/screenings/{screening}"),
    ];

    /// <summary>The pages of those who make and hold trainings.</summary>
    internal static IEnumerable<(Role Role, string Path)> ForTrainings(string language, Taught? taught = null)
    {
        var (training, running, closed) = ($"/{language}/trainings/{taught?.TrainingId ?? "0"}", $"/{language}/deliveries/{taught?.RunningId ?? "0"}", $"/{language}/deliveries/{taught?.ClosedId ?? "0"}");
        return
        [
            (Role.TrainingDesigner, $"/{language}/trainings"), (Role.TrainingDesigner, training), (Role.TrainingDesigner, $"{training}/frame"), (Role.TrainingDesigner, $"{training}/session"), (Role.TrainingDesigner, $"{training}/session?part={taught?.Session}"),
            (Role.TrainingDesigner, $"{training}/scenario"), (Role.TrainingDesigner, $"{training}/scenario?part=night-hall"), (Role.TrainingDesigner, $"{training}/item"), (Role.TrainingDesigner, $"{training}/item?part=q01"),
            (Role.TrainingDesigner, $"{training}/pack"), (Role.TrainingDesigner, $"{training}/compare"), (Role.TrainingDesigner, $"/{language}/trainings/kit/{taught?.Waiting ?? "0"}"),
            (Role.Trainer, $"/{language}/deliveries"), (Role.Trainer, running), (Role.Trainer, $"{running}/sheet"), (Role.Trainer, $"{running}/attendance"), (Role.Trainer, $"{running}/held"), (Role.Trainer, $"{running}/paper"), (Role.Trainer, $"{running}/paper?form=reaction"),
            (Role.Trainer, closed), (Role.Trainer, $"{closed}/results"), (Role.Trainer, $"{closed}/certificates"),
        ];
    }

    /// <summary>The pages of those who take part in a training, in a browser that has somebody's code.</summary>
    internal static IEnumerable<string> ForParticipants(string language, Taught? taught = null) =>
    [
        $"/{language}/published", $"/{language}/published/{taught?.KitId ?? "0"}", $"/{language}/verify", $"/roll/{language}", $"/{language}/training/me", $"/{language}/training/me/certificate/{taught?.CertificateId ?? "0"}",
        $"/{language}/training/{taught?.OpenDoor ?? "0"}/join", $"/{language}/training/{taught?.RunningDoor ?? "0"}/here", $"/{language}/training/{taught?.RunningDoor ?? "0"}/before", $"/{language}/training/{taught?.RunningDoor ?? "0"}/reaction",
    ];

    /// <summary>The pages of those who count, release and estimate.</summary>
    internal static IEnumerable<(Role Role, string Path)> ForCounting(string language, (string Contribution, string[] Releases, string Estimate)? filled = null) =>
    [
        (Role.NationalRapporteur, $"/{language}/contributions"), (Role.NationalRapporteur, $"/{language}{filled?.Contribution ?? "/contributions/0"}"), (Role.NationalRapporteur, $"/{language}/national-figures"), (Role.NationalRapporteur, $"/{language}/national-figures/2025"), (Role.NationalRapporteur, $"/{language}/releases"),
        .. (filled?.Releases ?? ["/releases/0"]).Select(release => (Role.NationalRapporteur, $"/{language}{release}")),
        (Role.Researcher, $"/{language}/estimates"), (Role.Researcher, $"/{language}{filled?.Estimate ?? "/estimates/0"}"), (Role.Coordinator, $"/{language}/practice-figures"), (Role.Coordinator, $"/{language}/contributions"),
        (Role.Coordinator, $"/{language}/figures"), (Role.Coordinator, $"/{language}/figures/2025"),
    ];

    /// <summary>The pages of those who help somebody.</summary>
    internal static IEnumerable<(Role Role, string Path)> ForHelpers(string language, Helped? helped = null)
    {
        var (kase, referral) = ($"/{language}/cases/{helped?.CaseId ?? "0"}", helped?.ReferralId ?? "0");
        return
        [
            (Role.SocialWorker, $"/{language}/cases"), (Role.SocialWorker, kase), .. Entraide.Node.Assistance.CaseFields.Sections.Select(section => (Role.SocialWorker, $"{kase}/edit/{section}")),
            (Role.SocialWorker, $"{kase}/sharing"), (Role.SocialWorker, $"{kase}/consent"), (Role.SocialWorker, $"{kase}/refer"), (Role.SocialWorker, $"{kase}/documents"), (Role.SocialWorker, $"{kase}/plan"),
            (Role.SocialWorker, $"/{language}/referrals"), (Role.SocialWorker, $"/{language}/referrals/{referral}"), (Role.Supervisor, $"/{language}/services"), (Role.Supervisor, $"/{language}/emergencies"), (Role.Supervisor, kase), (Role.Supervisor, $"/{language}/cases"),
            (Role.DataProtectionOfficer, $"/{language}/protection"), (Role.HealthWorker, $"{kase}/emergency"), (Role.HealthWorker, $"/{language}/emergencies/{helped?.EmergencyId ?? "0"}"),
            (Role.Lawyer, $"/{language}/shared"), (Role.Lawyer, $"/{language}/shared/{helped?.GuestId ?? "0"}"),
        ];
    }
}
