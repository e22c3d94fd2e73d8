using System.Collections.Frozen;
using System.Text;

namespace Entraide.Core.Text;

/// <summary>
/// Letters and their marks. The same letter can be written as one character or as several (UAX 15), and looks the same.
/// This program runs without the tables of cultures (InvariantGlobalization), where <see cref="string.Normalize()"/> leaves
/// every text as it is; so the tables of our scripts stand here: Latin, Greek, Cyrillic and Arabic.
/// </summary>
public static class Letters
{
    // By mark: pairs of the bare letter and the letter with the mark.
    private static readonly (char Mark, string Pairs)[] Marks =
    [
        // A grave accent.
        ('\u0300', "AÀEÈIÌNǸOÒUÙaàeèiìnǹoòuù¨῭ÜǛüǜΑᾺΕῈΗῊΙῚΟῸΥῪΩῺαὰεὲηὴιὶοὸυὺωὼϊῒϋῢЕЀИЍеѐиѝἀἂἁἃἈἊἉἋἐἒἑἓἘἚἙἛἠἢἡἣἨἪἩἫἰἲἱἳἸἺἹἻὀὂὁὃὈὊὉὋὐὒὑὓὙὛὠὢὡὣ" +
            "ὨὪὩὫ᾿῍῾῝"),
        // A acute accent.
        ('\u0301', "AÁCĆEÉGǴIÍLĹNŃOÓRŔSŚUÚYÝZŹaácćeégǵiílĺnńoórŕsśuúyýzź¨΅ÅǺÆǼØǾÜǗåǻæǽøǿüǘΑΆΕΈΗΉΙΊΟΌΥΎΩΏαάεέηήιίοόυύωώϊΐϋΰϒϓГЃКЌгѓкќἀἄἁἅἈἌἉἍ" +
            "ἐἔἑἕἘἜἙἝἠἤἡἥἨἬἩἭἰἴἱἵἸἼἹἽὀὄὁὅὈὌὉὍὐὔὑὕὙὝὠὤὡὥὨὬὩὭ᾿῎῾῞"),
        // A circumflex accent.
        ('\u0302', "AÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶaâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷ"),
        // A tilde.
        ('\u0303', "AÃIĨNÑOÕUŨaãiĩnñoõuũ"),
        // A macron.
        ('\u0304', "AĀEĒIĪOŌUŪYȲaāeēiīoōuūyȳÄǞÆǢÕȬÖȪÜǕäǟæǣõȭöȫüǖǪǬǫǭȦǠȧǡȮȰȯȱΑᾹΙῙΥῩαᾱιῑυῡИӢУӮиӣуӯ"),
        // A breve.
        ('\u0306', "AĂEĔGĞIĬOŎUŬaăeĕgğiĭoŏuŭΑᾸΙῘΥῨαᾰιῐυῠАӐЕӖЖӁИЙУЎаӑеӗжӂийуў"),
        // A dot above.
        ('\u0307', "AȦCĊEĖGĠIİOȮZŻaȧcċeėgġoȯzż"),
        // A diaeresis.
        ('\u0308', "AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿΙΪΥΫιϊυϋϒϔІЇАӒЕЁЖӜЗӞИӤОӦУӰЧӴЫӸЭӬаӓеёжӝзӟиӥоӧуӱчӵыӹэӭіїӘӚәӛӨӪөӫ"),
        // A ring above.
        ('\u030A', "AÅUŮaåuů"),
        // A double acute accent.
        ('\u030B', "OŐUŰoőuűУӲуӳ"),
        // A caron.
        ('\u030C', "AǍCČDĎEĚGǦHȞIǏKǨLĽNŇOǑRŘSŠTŤUǓZŽaǎcčdďeěgǧhȟiǐjǰkǩlľnňoǒrřsštťuǔzžÜǙüǚƷǮʒǯ"),
        // A double grave accent.
        ('\u030F', "AȀEȄIȈOȌRȐUȔaȁeȅiȉoȍrȑuȕѴѶѵѷ"),
        // A inverted breve.
        ('\u0311', "AȂEȆIȊOȎRȒUȖaȃeȇiȋoȏrȓuȗ"),
        // A comma above.
        ('\u0313', "ΑἈΕἘΗἨΙἸΟὈΩὨαἀεἐηἠιἰοὀρῤυὐωὠ"),
        // A reversed comma above.
        ('\u0314', "ΑἉΕἙΗἩΙἹΟὉΡῬΥὙΩὩαἁεἑηἡιἱοὁρῥυὑωὡ"),
        // A horn.
        ('\u031B', "OƠUƯoơuư"),
        // A comma below.
        ('\u0326', "SȘTȚsștț"),
        // A cedilla.
        ('\u0327', "CÇEȨGĢKĶLĻNŅRŖSŞTŢcçeȩgģkķlļnņrŗsştţ"),
        // A ogonek.
        ('\u0328', "AĄEĘIĮOǪUŲaąeęiįoǫuų"),
        // A greek perispomeni.
        ('\u0342', "¨῁αᾶηῆιῖυῦωῶϊῗϋῧἀἆἁἇἈἎἉἏἠἦἡἧἨἮἩἯἰἶἱἷἸἾἹἿὐὖὑὗὙὟὠὦὡὧὨὮὩὯ᾿῏῾῟"),
        // A greek ypogegrammeni.
        ('\u0345', "ΑᾼΗῌΩῼάᾴήῄαᾳηῃωῳώῴἀᾀἁᾁἂᾂἃᾃἄᾄἅᾅἆᾆἇᾇἈᾈἉᾉἊᾊἋᾋἌᾌἍᾍἎᾎἏᾏἠᾐἡᾑἢᾒἣᾓἤᾔἥᾕἦᾖἧᾗἨᾘἩᾙἪᾚἫᾛἬᾜἭᾝἮᾞἯᾟὠᾠὡᾡὢᾢὣᾣὤᾤὥᾥὦᾦὧᾧὨᾨὩᾩὪᾪὫᾫὬᾬὭᾭὮᾮὯᾯὰᾲὴῂὼῲ" +
            "ᾶᾷῆῇῶῷ"),
        // A maddah above.
        ('\u0653', "\u0627\u0622"),
        // A hamza above.
        ('\u0654', "\u0627\u0623\u0648\u0624\u064A\u0626\u06C1\u06C2\u06D2\u06D3\u06D5\u06C0"),
        // A hamza below.
        ('\u0655', "\u0627\u0625"),
    ];

    // Characters that are only another way to write one: Greek accents of the older kind.
    private const string Same = "\u0374ʹ\u1F71ά\u1F73έ\u1F75ή\u1F77ί\u1F79ό\u1F7Bύ\u1F7Dώ\u1FBBΆ\u1FBEι\u1FC9Έ\u1FCBΉ\u1FD3ΐ\u1FDBΊ\u1FE3ΰ\u1FEBΎ\u1FF9Ό\u1FFBΏ";

    private static readonly FrozenDictionary<(char Bare, char Mark), char> Composed =
        Marks.SelectMany(one => one.Pairs.Chunk(2).Select(pair => KeyValuePair.Create((pair[0], one.Mark), pair[1]))).ToFrozenDictionary();

    private static readonly FrozenDictionary<char, char> BareOf = Marks.SelectMany(one => one.Pairs.Chunk(2).Select(pair => KeyValuePair.Create(pair[1], pair[0]))).ToFrozenDictionary();

    private static readonly FrozenDictionary<char, char> SameAs = Same.Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>The text with each letter as one character, where there is such a character (NFC, for the scripts above).</summary>
    public static string Compose(string text)
    {
        if (Ascii.IsValid(text)) return text;
        var composed = new StringBuilder(text.Length);
        foreach (var given in text)
        {
            var letter = SameAs.GetValueOrDefault(given, given);
            if (composed.Length > 0 && Composed.TryGetValue((composed[^1], letter), out var one)) composed[^1] = one;
            else composed.Append(letter);
        }
        return composed.ToString();
    }

    /// <summary>The letter without its marks.</summary>
    public static char Bare(char letter)
    {
        while (BareOf.TryGetValue(letter, out var bare)) letter = bare;
        return letter;
    }
}
