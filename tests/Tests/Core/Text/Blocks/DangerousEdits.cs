using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Entraide.Tests.Core.Text.Blocks;

/// <summary>One token of a sentence exchanged for another.</summary>
/// <param name="Rare">Whether one of the two is a word that no small list holds.</param>
internal sealed record DangerousEdit(string Language, string Kind, bool Rare, string Before, string After);

/// <summary>Draws dangerous edits from <see cref="DangerousFrames"/>.</summary>
internal static class DangerousEdits
{
    /// <summary>Evenly over the languages, and within a language over its places.</summary>
    public static IReadOnlyList<DangerousEdit> Draw(int seed, int count)
    {
        var random = new Random(seed);
        var places = DangerousFrames.Of.Select(one => (one.Key, Places: one.Value.SelectMany(frame => Places(frame).Select(place => (frame, place))).OrderBy(_ => random.Next()).ToList())).ToList();
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (language, own) = places[i % places.Count];
            var (frame, place) = own[i / places.Count % own.Count];
            return Draw(random, language, frame, place);
        })];
    }

    /// <summary>Every exchange of every place, once.</summary>
    public static IEnumerable<DangerousEdit> All(int seed)
    {
        var random = new Random(seed);
        foreach (var (language, frames) in DangerousFrames.Of)
            foreach (var frame in frames)
                foreach (var place in Places(frame))
                {
                    var words = Words(place);
                    foreach (var before in words)
                        foreach (var after in words.Where(after => after != before)) yield return Make(random, language, frame, place, before, after);
                    for (var i = 0; words.Length == 1 && i < 20; i++) yield return Draw(random, language, frame, place);
                }
    }

    /// <summary>A sentence of the language.</summary>
    public static string Sentence(Random random, string language)
    {
        var frames = DangerousFrames.Of[language];
        return Fill(random, frames[random.Next(frames.Length)], "", "");
    }

    private static DangerousEdit Draw(Random random, string language, string frame, string place)
    {
        var words = Words(place);
        if (words.Length == 1)
        {
            var value = Value(random, words[0]);
            return Make(random, language, frame, place, value, WithOtherDigit(random, value));
        }
        var before = random.Next(words.Length);
        return Make(random, language, frame, place, words[before], words[(before + random.Next(1, words.Length)) % words.Length]);
    }

    // The rest of the sentence is filled once, so that the two differ in the one place.
    private static DangerousEdit Make(Random random, string language, string frame, string place, string before, string after)
    {
        var seed = random.Next();
        string With(string word) => Fill(new Random(seed), frame, place, word.TrimStart('^'));
        return new DangerousEdit(language, place[1..place.IndexOf(':')], before.StartsWith('^') || after.StartsWith('^'), With(before), With(after));
    }

    private static IEnumerable<string> Places(string frame) => Regex.Matches(frame, @"\{[^}]*\}").Select(match => match.Value);

    private static string[] Words(string place) => place[(place.IndexOf(':') + 1)..^1].Split('|');

    private static string Fill(Random random, string frame, string place, string word)
    {
        var at = place.Length == 0 ? -1 : frame.IndexOf(place, StringComparison.Ordinal);
        var text = Regex.Replace(frame, @"\{[^}]*\}|<[^<>|]+\|[^<>]*>", match =>
        {
            if (match.Index == at) return word;
            var words = match.Value[0] == '{' ? Words(match.Value) : match.Value[1..^1].Split('|');
            return Value(random, words[random.Next(words.Length)]).TrimStart('^');
        });
        return Regex.Replace(text, " {2,}", " ").Trim();
    }

    private static string Value(Random random, string word) => word switch
    {
        "@N" => $"{random.Next(2, 100)}",
        "@P" => $"{random.Next(1, 10)} {random.Next(100, 1000)} {random.Next(10, 100)} {random.Next(10, 100)}",
        "@A" => $"{random.Next(1, 500)}({random.Next(1, 6)})",
        "@E" => $"{random.Next(1, 90)} {random.Next(100, 1000)},{random.Next(10, 100)}",
        _ => word,
    };

    private static string WithOtherDigit(Random random, string value)
    {
        var digits = Enumerable.Range(0, value.Length).Where(i => char.IsAsciiDigit(value[i])).ToArray();
        var at = digits[random.Next(digits.Length)];
        return $"{value[..at]}{(char)('0' + ((value[at] - '0' + random.Next(1, 10)) % 10))}{value[(at + 1)..]}";
    }
}

/// <summary>Two spellings of a sentence between which no reader sees a difference that matters.</summary>
internal sealed record TypographyEdit(string Language, string Kind, string Before, string After);

/// <summary>Draws edits of typography alone.</summary>
internal static class TypographyEdits
{
    private static readonly string[][] Quotes = [["“", "”"], ["‘", "’"], ["\"", "\""], ["«", "»"], ["«\u00A0", "\u00A0»"], ["„", "“"], ["„", "”"], ["‹", "›"], ["'", "'"]];

    // Letter, and its two parts. The platform takes nothing apart in a process without cultures.
    private const string Parts =
        "\u00E9\u0065\u0301\u00E8\u0065\u0300\u00EA\u0065\u0302\u00EB\u0065\u0308\u00E0\u0061\u0300\u00E2\u0061\u0302\u00E4\u0061\u0308\u00E7\u0063\u0327\u00F9\u0075\u0300" +
        "\u00FB\u0075\u0302\u00FC\u0075\u0308\u00F4\u006F\u0302\u00F6\u006F\u0308\u00EE\u0069\u0302\u00EF\u0069\u0308\u00EC\u0069\u0300\u00ED\u0069\u0301\u00F2\u006F\u0300" +
        "\u00F3\u006F\u0301\u00E1\u0061\u0301\u00FA\u0075\u0301\u00F1\u006E\u0303\u00FF\u0079\u0308\u00E3\u0061\u0303\u0151\u006F\u030B\u016F\u0075\u030A\u010D\u0063\u030C" +
        "\u0161\u0073\u030C\u017E\u007A\u030C\u0119\u0065\u0328\u0105\u0061\u0328\u0107\u0063\u0301\u0144\u006E\u0301\u015B\u0073\u0301\u017A\u007A\u0301\u017C\u007A\u0307" +
        "\u03AC\u03B1\u0301\u03AD\u03B5\u0301\u03AE\u03B7\u0301\u03AF\u03B9\u0301\u03CC\u03BF\u0301\u03CD\u03C5\u0301\u03CE\u03C9\u0301\u03CA\u03B9\u0308\u03CB\u03C5\u0308" +
        "\u0103\u0061\u0306\u0219\u0073\u0326\u021B\u0074\u0326\u015F\u0073\u0327\u0163\u0074\u0327\u011F\u0067\u0306\u0439\u0438\u0306\u0451\u0435\u0308\u0457\u0456\u0308" +
        "\u045E\u0443\u0306\u00C9\u0045\u0301\u00C8\u0045\u0300\u00CA\u0045\u0302\u00CB\u0045\u0308\u00C0\u0041\u0300\u00C2\u0041\u0302\u00C4\u0041\u0308\u00C7\u0043\u0327" +
        "\u00D9\u0055\u0300\u00DB\u0055\u0302\u00DC\u0055\u0308\u00D4\u004F\u0302\u00D6\u004F\u0308\u00CE\u0049\u0302\u00CF\u0049\u0308\u00CC\u0049\u0300\u00CD\u0049\u0301" +
        "\u00D2\u004F\u0300\u00D3\u004F\u0301\u00C1\u0041\u0301\u00DA\u0055\u0301\u00D1\u004E\u0303\u0178\u0059\u0308\u00C3\u0041\u0303\u0150\u004F\u030B\u016E\u0055\u030A" +
        "\u010C\u0043\u030C\u0160\u0053\u030C\u017D\u005A\u030C\u0118\u0045\u0328\u0104\u0041\u0328\u0106\u0043\u0301\u0143\u004E\u0301\u015A\u0053\u0301\u0179\u005A\u0301" +
        "\u017B\u005A\u0307\u0386\u0391\u0301\u0388\u0395\u0301\u0389\u0397\u0301\u038A\u0399\u0301\u038C\u039F\u0301\u038E\u03A5\u0301\u038F\u03A9\u0301\u03AA\u0399\u0308" +
        "\u03AB\u03A5\u0308\u0102\u0041\u0306\u0218\u0053\u0326\u021A\u0054\u0326\u015E\u0053\u0327\u0162\u0054\u0327\u011E\u0047\u0306\u0130\u0049\u0307\u0419\u0418\u0306" +
        "\u0401\u0415\u0308\u0407\u0406\u0308\u040E\u0423\u0306";

    public static readonly ImmutableArray<string> Kinds = ["quotes", "apostrophe", "dash", "hyphen", "range", "no-break", "thousands", "blanks", "composed", "ellipsis", "soft hyphen", "initial", "spacing", "emphasis"];

    public static IReadOnlyList<TypographyEdit> Draw(int seed, int count)
    {
        var random = new Random(seed);
        var languages = DangerousFrames.Of.Keys.ToArray();
        return [.. Enumerable.Range(0, count).Select(i => Draw(random, languages[i % languages.Length], Kinds[i % Kinds.Length]))];
    }

    private static TypographyEdit Draw(Random random, string language, string kind)
    {
        while (true)
        {
            var words = DangerousEdits.Sentence(random, language).Split(' ');
            var at = random.Next(1, words.Length - 1);
            if (!words[at].All(char.IsLetter) || words[at].Length < 4) continue;
            var (before, after) = Two(random, language, kind, words, at);
            if (before != after) return random.Next(2) == 0 ? new(language, kind, before, after) : new(language, kind, after, before);
        }
    }

    private static (string, string) Two(Random random, string language, string kind, string[] words, int at)
    {
        var text = string.Join(' ', words);
        string With(string word) => string.Join(' ', words.Select((one, i) => i == at ? word : one));
        string Any(params string[] all) => all[random.Next(all.Length)];
        string Quoted() => Quotes[random.Next(Quotes.Length)] is var quotes ? quotes[0] + words[at] + quotes[1] : "";
        return kind switch
        {
            "quotes" => (With(Quoted()), With(Quoted())),
            "apostrophe" => (With(words[at].Insert(1, Any("'", "’"))), With(words[at].Insert(1, Any("'", "’", "ʼ")))),
            "dash" => (With(words[at] + Any(" - ", " – ") + "x"), With(words[at] + Any(" — ", " – ") + "x")),
            "hyphen" => (With(words[at] + "-x"), With(words[at] + Any("‐", "‑") + "x")),
            "range" => (With($"{at}-{at + 9}"), With($"{at}–{at + 9}")),
            "no-break" => (text, With(Any("\u00A0", "\u202F", "\u2009") + words[at]).Replace(" \u00A0", "\u00A0").Replace(" \u202F", "\u202F").Replace(" \u2009", "\u2009")),
            "thousands" => (With("12 500"), With($"12{Any("\u00A0", "\u202F")}500")),
            "blanks" => (text, Any(With(" " + words[at]), text + " ", " " + text, With(words[at] + "  "))),
            "composed" => (string.Concat((text + " é").Select(Apart)), text + " é"),
            "ellipsis" => (text.TrimEnd('.') + "...", text.TrimEnd('.') + "…"),
            "soft hyphen" => (text, With(words[at].Insert(random.Next(1, words[at].Length), "\u00AD"))),
            "initial" => (text, Initial(language, text)),
            "spacing" => Any(":", ";", "!", "?") is var sign ? (With(words[at] + sign), With(words[at] + Any(" ", "\u00A0", "\u202F") + sign)) : default,
            _ => Any("*", "**") is var mark ? (text, With(mark + words[at] + mark)) : default,
        };
    }

    private static string Apart(char letter) => Enumerable.Range(0, Parts.Length / 3).FirstOrDefault(i => Parts[3 * i] == letter, -1) is >= 0 and var at ? Parts.Substring((3 * at) + 1, 2) : $"{letter}";

    private static string Initial(string language, string text)
    {
        var first = (language, text[0]) switch
        {
            ("tr", 'i') => 'İ',
            ("tr", 'İ') => 'i',
            ("tr", 'ı') => 'I',
            ("tr", 'I') => 'ı',
            var (_, letter) => char.IsUpper(letter) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter),
        };
        return first + text[1..];
    }
}
