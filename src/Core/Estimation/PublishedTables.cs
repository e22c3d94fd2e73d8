namespace Entraide.Core.Estimation;

/// <summary>
/// Tables of overlapping lists that were published, for learning the method, for the demonstration and for tests. The counts are
/// facts; each says where it comes from.
/// </summary>
public static class PublishedTables
{
    /// <summary>
    /// Potential victims of trafficking in the United Kingdom, 2013: local authorities (LA), non-governmental organisations (NG),
    /// police (PF), government bodies (GO), the general public (GP), National Crime Agency (NCA). 2,744 people. B. Silverman, "Modern
    /// slavery: an application of multiple systems estimation", Home Office, 2014; as in Chan, Silverman and Vincent, 2021.
    /// </summary>
    public static CaptureTable UnitedKingdom2013 { get; } = Read("LA NG PF GO GP NCA",
        "1 54, 2 463, 3 907, 4 695, 5 316, 6 57, 12 15, 13 19, 14 3, 23 56, 24 19, 25 1, 26 3, 34 69, 35 10, 36 31, 45 8, 46 6, 56 1, 123 1, 124 1, 234 4, 236 3, 346 1, 1234 1");

    /// <summary>The same with the police and the National Crime Agency as one list, as in the same papers.</summary>
    public static CaptureTable UnitedKingdom2013FiveLists { get; } = UnitedKingdom2013.Joined("PFNCA", "PF", "NCA");

    /// <summary>
    /// Victims in Greater New Orleans, eight lists, 185 people: the table of Chan, Silverman and Vincent, 2021. Another with 186, of
    /// which two and not one stand on C and D, belongs to the paper of 2024: their estimates differ.
    /// </summary>
    public static CaptureTable NewOrleans { get; } = Read("A B C D E F G H",
        "1 25, 13 1, 14 2, 15 1, 137 1, 145 1, 2 5, 26 1, 3 70, 34 1, 35 1, 37 1, 4 33, 45 2, 5 6, 58 1, 6 6, 7 6, 8 21");

    /// <summary>The same with B, E, F and G as one list.</summary>
    public static CaptureTable NewOrleansFiveLists { get; } = NewOrleans.Joined("BEFG", "B", "E", "F", "G");

    /// <summary>Sex trafficking at a site in the western United States, 345 people. Farrell and others 2019; as in Chan, Silverman and Vincent, 2021.</summary>
    public static CaptureTable WesternSite { get; } = Read("A B C D E", "1 52, 2 90, 3 114, 4 45, 5 21, 13 4, 14 2, 15 5, 23 6, 24 1, 45 3, 135 1, 234 1");

    /// <summary>Korean women held in Palembang, three lists, 123 people; as in Silverman, Chan and Vincent, 2024.</summary>
    public static CaptureTable Palembang { get; } = Read("b c d", "3 41, 2 5, 1 5, 12 54, 13 6, 123 12");

    /// <summary>A teaching case of Chan, Silverman and Vincent, 2021: two of three pairs of lists share nobody.</summary>
    public static CaptureTable Artificial { get; } = Read("A B C", "1 40, 2 30, 3 20, 12 6");

    private static CaptureTable Read(string lists, string histories) => CaptureTable.Of(lists.Split(' '), histories.Split(", ").Select(one => one.Split(' ')).Select(one => new CaptureHistory(one[0].Sum(digit => 1 << (digit - '1')), int.Parse(one[1]))));
}
