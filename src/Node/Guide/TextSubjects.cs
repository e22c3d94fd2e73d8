using Entraide.Node.Platform.Access;

namespace Entraide.Node.Guide;

/// <summary>The texts as the policy sees them: one record for each document, and for each country.</summary>
internal static class TextSubjects
{
    public static Subject Core(string document) => new(Resource.CoreText, Zone.Node, document);

    public static Subject Translation(string document) => new(Resource.Translation, Zone.Node, document);

    public static Subject National(CountryState country) => new(Resource.NationalText, Zone.Node, country.Country, country.OrganisationId);

    /// <summary>What is not there is asked for on the same path.</summary>
    public static Subject Missing(Resource resource) => Subject.Missing(resource, Zone.Node, "");
}
