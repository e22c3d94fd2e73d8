using Entraide.Core.Statistics;

namespace Entraide.Tests.Core.Statistics;

/// <summary>
/// A training in three languages with 60 people each and 20 items of a Rasch model, after it was taught: the mean ability lies one
/// logit above the mean difficulty (items from -1.5 to 1.5), so that an item of the middle is right for about 7 of 10.
/// </summary>
internal static class LanguageSimulation
{
    public const int Items = 20, PeopleOfALanguage = 60;

    /// <summary>Where the key is wrong, who knows and who does not meet it by chance: one of four answers.</summary>
    private const double Chance = 0.25;

    private static readonly string[] Languages = ["ar", "fr", "uk"];

    public static double Difficulty(int item) => -1.5 + (3.0 * item / (Items - 1));

    /// <param name="apart">How far the mean ability of the first language lies below that of the second, and the third above it.</param>
    /// <param name="wrong">The item whose key is wrong in <paramref name="wrongLanguage"/>; -1 for none.</param>
    public static List<LanguageAnswers> People(SeededRandom random, double apart, int wrong = -1, string wrongLanguage = "")
    {
        var people = new List<LanguageAnswers>();
        for (var language = 0; language < Languages.Length; language++)
        {
            for (var person = 0; person < PeopleOfALanguage; person++)
            {
                var ability = 1 + (apart * (language - 1)) + Normal(random);
                people.Add(new LanguageAnswers(Languages[language],
                    [.. Enumerable.Range(0, Items).Select(item => (bool?)(Uniform(random) < (item == wrong && Languages[language] == wrongLanguage ? Chance : 1 / (1 + Math.Exp(Difficulty(item) - ability)))))]));
            }
        }
        return people;
    }

    public static string Language(SeededRandom random) => Languages[random.Below(Languages.Length)];

    public static double Uniform(SeededRandom random) => (random.Next() >> 11) / (double)(1UL << 53);

    // Box and Muller; 1 less the number, since it may be 0.
    private static double Normal(SeededRandom random) => Math.Sqrt(-2 * Math.Log(1 - Uniform(random))) * Math.Cos(2 * Math.PI * Uniform(random));
}
