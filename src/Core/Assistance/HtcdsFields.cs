using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Entraide.Core.Assistance;

/// <summary>The parts of a case in the standard.</summary>
public enum HtcdsSection { Organisation, Person, Victim, Perpetrator, Case, Referral, Comment, Event, SupportPlan, Consent }

/// <summary>What a field holds.</summary>
public enum HtcdsType
{
    Text,
    LongText,

    /// <summary>A day, as 2026-03-01.</summary>
    Date,
    Number,
    Checkbox,

    /// <summary>Degrees of longitude or latitude (WGS 84).</summary>
    Geolocation,

    /// <summary>One of the values.</summary>
    Choice,

    /// <summary>Any of the values, each once.</summary>
    Choices,

    /// <summary>The name or id of an organisation, a person or a user.</summary>
    Lookup,
}

/// <summary>A field of the standard.</summary>
/// <param name="IsCore">Whether the standard counts it to its core.</param>
/// <param name="IsDeprecated">Whether the standard advises against it; it is read and written all the same.</param>
/// <param name="Values">Those of a choice; empty where a code list has them.</param>
/// <param name="CodeList">ISO-3166 (countries) or ISO-639-2 (languages) where the choice is one of codes; else empty.</param>
public sealed record HtcdsField(string Name, HtcdsSection Section, HtcdsType Type, bool IsCore, bool IsDeprecated, ImmutableArray<string> Values, string CodeList);

/// <summary>
/// The fields of the Human Trafficking Case Data Standard, HTCDS 2.0 (IOM, December 2021, CC BY 4.0): names, types and
/// values are facts of the standard; nothing here is endorsed by IOM.
/// </summary>
public static class HtcdsFields
{
    // Name, section, type, core or more, status, values.
    private const string Table = """
        org_Name Organisation Text more draft -
        org_ShippingCity Organisation Text more draft -
        org_ShippingCountry Organisation Text more draft -
        org_ShippingState Organisation Text more draft -
        org_ShippingStreet Organisation Text more draft -
        org_ShippingPostalCode Organisation Text more draft -
        org_ShippingLongitude Organisation Geolocation more draft -
        org_ShippingLatitude Organisation Geolocation more draft -
        org_Phone Organisation Text more draft -
        org_Type Organisation Choice more draft NGO;LawEnforcement;HealthServiceOrganisation;CentralGovernmentOrganisation;LocalGovernmentOrganisation;ImmigrationService;LegalService;CorporateBusiness;SchoolOrCollege
        prs_Salutation Person Text core draft -
        prs_FirstName Person Text core draft -
        prs_MiddleName Person Text more draft -
        prs_SecondName Person Text core draft -
        prs_Birthdate Person Date core draft -
        prs_Gender Person Choice core draft Feminine;Masculine;TransgenderFeminine;TransgenderMasculine;NonConforming;NonSpecifiedUnknown
        prs_Deceased Person Checkbox more draft -
        prs_MaritalStatus Person Choice more draft Single;Married;Widowed;Divorced;Separated;RegisteredPartnership
        prs_NumberOfChildren Person Number more draft -
        prs_PrimaryLanguage Person Choice more draft ISO-639-2
        prs_SecondaryLanguage Person Choice more draft ISO-639-2
        prs_HighestLevelOfEducation Person Choice more draft EarlyChildhoodEducation;PrimaryEducation;LowerSecondaryEducation;UpperSecondaryEducation;PostSecondaryNonTertiaryEducation;ShortCycleTertiaryEducation;BachelorsOrEquivalentLevel;MastersOrEquivalentLevel;DoctoralOrEquivalentLevel
        prs_Citizenship Person Choices core draft ISO-3166
        prs_IdentityNumber Person Text more draft -
        prs_Title Person Text core draft -
        prs_Email Person Text core draft -
        prs_HomePhone Person Text core draft -
        prs_MobilePhone Person Text core draft -
        prs_MailingCity Person Text core draft -
        prs_MailingCountry Person Text core draft -
        prs_MailingState Person Text core draft -
        prs_MailingStreet Person Text core draft -
        prs_MailingPostalCode Person Text core draft -
        prs_MailingLongitude Person Number more draft -
        prs_MailingLatitude Person Number more draft -
        vic_AgreementToManagePersonalData Victim Checkbox more deprecated -
        vic_TraffickingStatus Victim Choice core draft PossibleVictimOfTrafficking;ActualVictimOfTrafficking;NotAVictimOfTrafficking
        vic_TraffickingStatusDecisionMakingOrg Victim Choice core draft Police;NGO;CourtOrProsecution;NonPoliceGovernmentalOrganization;Other
        vic_RelationshipToTrafficker Victim Choice more draft Familial;Acquainted;Unaquainted
        vic_AgeWhenTrafficked Victim Number more draft -
        vic_RecruitmentWebsitesAndApps Victim Choices more draft Facebook;Instagram;WhatsApp;Telegram;FacebookMessenger;Viber;SnapChat;Line;4Sale;WeChat;QQ;QZone;TikTok;Twitter;Other
        vic_MethodOfRecruitment Victim Choices core draft AtAPlaceOfBusiness;AtAnEducationalInstitution;AtWork;ThroughOnlineSocialNetworks;ThroughAnOnlineAdvertisement;ThroughATelevisionAdvert;ThroughANewspaperAdvert;ThroughFamilyOrFamilyEvents;ThroughFriendsOrSocialEvents;Other
        vic_LocationOfRecruitment Victim Lookup core draft -
        vic_MethodsOfControl Victim Choices core draft PhysicalThreats;ThreatsLawEnforcement;ThreatensChildrenFamily;DebtBondage;FalsePromises;PhysicalAbuse;SexualAbuse;TakesEarnings;RestrictsFinancialAccess;RestrictsMedicalCare;WithholdsNecessities;PsychologicalAbuse;PsychoactiveSubstance;ExcessiveWorkingHours;WithholdsDocuments;Other
        vic_TypeOfExploitation Victim Choices core draft ForcedLabour;SexualExploitation;ChildLabour;ForcedMarriage;Servitude;ForcedMilitaryByNonStateActors;OrganRemoval;ForcedBegging;ForcedAdoption;Surrogacy;Other
        vic_ForcedLabourIndustry Victim Choice core draft A_AgricultureForestryAndFishing;B_MiningAndQuarrying;C_Manufacturing;D_ElectricityGasSteamAndAirConditioningSupply;E_WaterSupplySewerageWasteManagement;F_Construction;G_WholesaleAndRetailTradeRepairOfMotorVehicles;H_TransportationAndStorage;I_AccommodationAndFoodServiceActivities;J_InformationAndCommunication;K_FinancialAndInsuranceActivities;L_RealEstateActivities;M_ProfessionalScientificAndTechnicalActivities;N_AdministrativeAndSupportServiceActivities;O_PublicAdministrationAndDefence;P_Education;Q_HumanHealthAndSocialWorkActivities;R_ArtsEntertainmentAndRecreation;S_OtherServiceActivities;T_ActivitiesOfHouseholdsAsEmployers;U_ActivitiesOfExtraterritorialOrganizations
        vic_TypeOfSexExploitation Victim Choices core draft Prostitution;Pornography;RemoteInteractiveServices;PrivateSexualServices
        vic_LocationOfExploitation Victim Lookup core draft -
        vic_ExploitationWebsitesAndApps Victim Choices more draft Facebook;Instagram;WhatsApp;Telegram;FacebookMessenger;Viber;SnapChat;Line;4Sale;WeChat;QQ;QZone;TikTok;Twitter;Other
        vic_Vulnerabilities Victim Choices core deprecated Addiction;SocialGroup;Discrimination;Poverty;DisabilityAndPhysicalHealth;MentalHealth;Migration;Homelessness;AbuseSocialMedia;AbusePhysical;Education;WorkEnvironment
        vic_DetailsOfVulnerabilities Victim LongText core deprecated -
        per_RoleInProcess Perpetrator Choices more draft TravellingPartner;Transporter;RecruiterOrIntermediary;BrokerTravelAgent;TransferredIndividual;HarbouredIndividual;SoldIndividual;BoughtIndividual;ReceivedIndividual;ControlledIndividual;Smuggler;Abuser;Kidnapper;Exploiter;Other
        per_RoleDetails Perpetrator LongText more draft -
        per_Organisation Perpetrator Text more draft -
        cas_Status Case Choice core draft Active;FollowUp;Closed;ClosedReferred
        cas_ReasonForCaseClosure Case LongText core draft -
        cas_CaseOwner Case Lookup core draft -
        cas_ReferringOrganisation Referral Lookup core draft -
        cas_IncomingReferralDate Referral Date core draft -
        cas_ReferringPrimaryCaseWorker Referral Lookup core draft -
        cas_ReasonForIncomingReferral Referral Choice core draft AdditionalServicesRequired;MigrationOrChangeOfLocation;Other
        cas_IncomingReferralDetails Referral LongText core draft -
        cas_ReferredOrganisation Referral Lookup core draft -
        cas_ReferredPrimaryCaseWorker Referral Lookup core draft -
        cas_ReasonForOutgoingReferral Referral Choice core draft AdditionalServicesRequired;MigrationOrChangeOfLocation;Other
        cas_OutgoingReferralDate Referral Date core draft -
        cas_OutgoingReferralDetails Referral LongText core draft -
        cco_CaseComment Comment LongText more draft -
        hte_Longitude Event Geolocation more draft -
        hte_Latitude Event Geolocation more draft -
        hte_City Event Text more draft -
        hte_Country Event Text more draft -
        hte_State Event Text more draft -
        hte_Street Event Text more draft -
        hte_PostalCode Event Text more draft -
        hte_Date Event Date more draft -
        hte_Type Event Choice more draft Recruitment;Transit;Exploitation
        hte_Description Event LongText more draft -
        spl_Objectives SupportPlan LongText more draft -
        spl_ActionPlan SupportPlan LongText more draft -
        spl_PlannedEndDate SupportPlan Date more draft -
        spl_ActualEndDate SupportPlan Date more draft -
        spl_Type SupportPlan Choice more draft Education;Financial;Health;LabourExploitationRehabilitation;Legal;Livelihood;RightsBasedTraining;SexualExploitationRehabilitation;SocialCare
        con_Consent Consent Checkbox core draft -
        """;

    public static readonly ImmutableArray<HtcdsField> All = [.. Table.Split('\n').Select(line => Field(line.Split(' ')))];

    public static readonly FrozenDictionary<string, HtcdsField> ByName = All.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);

    private static HtcdsField Field(string[] parts)
    {
        var codes = parts[5].StartsWith("ISO-", StringComparison.Ordinal) ? parts[5] : "";
        return new HtcdsField(parts[0], Enum.Parse<HtcdsSection>(parts[1]), Enum.Parse<HtcdsType>(parts[2]), parts[3] == "core", parts[4] == "deprecated", codes.Length > 0 || parts[5] == "-" ? [] : [.. parts[5].Split(';')], codes);
    }
}
