using System.Collections.Immutable;

namespace Entraide.Core.Text.Xliff;

/// <summary>What happens at a place of a text with numbered codes.</summary>
internal enum JobStepKind
{
    Text,
    Open,
    Close,
    Alone,
}

/// <summary>Letters, or a code by its number.</summary>
internal sealed record JobStep(JobStepKind Kind, string Value);

/// <summary>
/// Inline pieces as letters and numbered codes, and back: the form that both versions of XLIFF are written from. The
/// numbers are those of the source; the same code of the target has the same number.
/// </summary>
internal sealed class JobCodes
{
    private readonly Dictionary<string, Queue<string>> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InlineNode> shapes = new(StringComparer.Ordinal);

    private JobCodes()
    {
    }

    /// <summary>Each code by its number, without its content.</summary>
    public IReadOnlyDictionary<string, InlineNode> Shapes => shapes;

    /// <summary>The steps of a source, and its codes.</summary>
    public static (ImmutableArray<JobStep> Steps, JobCodes Codes) OfSource(ImmutableArray<InlineNode> source)
    {
        var codes = new JobCodes();
        return (Steps(source, codes.Give), codes);
    }

    /// <summary>The steps of a target: a code takes the number of the next one of its kind in the source; one that the source does not have, a new number.</summary>
    public ImmutableArray<JobStep> OfTarget(ImmutableArray<InlineNode> target)
    {
        var left = numbers.ToDictionary(one => one.Key, one => new Queue<string>(one.Value), StringComparer.Ordinal);
        return Steps(target, node => left.TryGetValue(Key(node), out var queue) && queue.TryDequeue(out var number) ? number : Give(node));
    }

    /// <summary>The pieces that the steps make; what is wrong with the codes is told, and then there are none.</summary>
    public static ImmutableArray<InlineNode>? Build(IEnumerable<JobStep> steps, IReadOnlyDictionary<string, InlineNode> shapes, Action<XliffRule, string, string> fault)
    {
        var (isSound, open, seen) = (true, new Stack<(string Number, ImmutableArray<InlineNode>.Builder Content)>(), new HashSet<string>(StringComparer.Ordinal));
        open.Push(("", ImmutableArray.CreateBuilder<InlineNode>()));
        foreach (var step in steps)
        {
            var content = open.Peek().Content;
            if (step.Kind == JobStepKind.Text)
            {
                if (content.Count > 0 && content[^1] is InlineText before) content[^1] = new InlineText(before.Text + step.Value);
                else content.Add(new InlineText(step.Value));
                continue;
            }
            if (!shapes.TryGetValue(step.Value, out var shape))
            {
                // What it marks is read on; its end says nothing new.
                if (step.Kind != JobStepKind.Close) Refuse(XliffRules.CodeExtra, $"the code {Quoted.Line(step.Value)} is not in the source.", "Take it out.");
                continue;
            }
            if (step.Kind != JobStepKind.Close && !seen.Add(step.Value)) Refuse(XliffRules.CodeRepeated, $"the code {Show(step.Value, shape)} stands more than once.", "Keep one.");
            if (shape is InlinePlaceholder == (step.Kind != JobStepKind.Alone)) Refuse(XliffRules.CodePair, $"the code {Show(step.Value, shape)} is {(shape is InlinePlaceholder ? "no pair" : "a pair")} in the source.", "Write it as the source does.");
            if (step.Kind == JobStepKind.Alone) content.Add(shape);
            else if (step.Kind == JobStepKind.Open) open.Push((step.Value, ImmutableArray.CreateBuilder<InlineNode>()));
            else if (open.Peek().Number != step.Value)
            {
                Refuse(XliffRules.CodePair, $"the code {Show(step.Value, shape)} ends where it has not begun, or crosses another.", "Put its two halves around the words that it marks.");
                return null;
            }
            else
            {
                open.Pop();
                if (content.Count == 0) Refuse(XliffRules.CodeVoid, $"the code {Show(step.Value, shape)} marks nothing.", "Put the words that it marks in between.");
                open.Peek().Content.Add(With(shape, content.ToImmutable()));
            }
        }
        foreach (var (number, _) in open.SkipLast(1)) Refuse(XliffRules.CodePair, $"the code {Show(number, shapes[number])} does not end.", "Add its other half.");
        foreach (var (number, shape) in shapes.Where(one => !seen.Contains(one.Key))) Refuse(XliffRules.CodeMissing, $"the code {Show(number, shape)} of the source is missing.", "Put it where it belongs in the translation.");
        return isSound ? open.Peek().Content.ToImmutable() : null;

        void Refuse(XliffRule rule, string what, string mend)
        {
            isSound = false;
            fault(rule, what, mend);
        }
    }

    /// <summary>Whether two texts have the same pieces in each other: the compact form can be the same where they are not.</summary>
    public static bool Same(ImmutableArray<InlineNode> one, ImmutableArray<InlineNode> other) => one.Length == other.Length && one.Zip(other).All(pair => (pair.First, pair.Second) switch
    {
        (InlineText first, InlineText second) => first.Text == second.Text,
        (InlineText, _) or (_, InlineText) => false,
        var (first, second) => Look(first) == Look(second) && Same(ContentOf(first), ContentOf(second)),
    });

    /// <summary>The letters alone, counted as code points.</summary>
    public static int Length(IEnumerable<InlineNode> nodes) => nodes.Sum(node => node is InlineText text ? text.Text.EnumerateRunes().Count() : Length(ContentOf(node)));

    public static ImmutableArray<InlineNode> ContentOf(InlineNode node) => node switch
    {
        InlineStrong strong => strong.Content,
        InlineEmphasis emphasis => emphasis.Content,
        InlineLink link => link.Content,
        _ => [],
    };

    /// <summary>What a code looks like in the compact form: before its words, and after them.</summary>
    public static (string Start, string End) Look(InlineNode shape) => shape switch
    {
        InlineStrong => ("**", "**"),
        InlineEmphasis => ("*", "*"),
        InlineLink link => ("[", $"]({link.Target})"),
        InlinePlaceholder placeholder => ($"{{{placeholder.Name}}}", ""),
        _ => throw new ArgumentException("Letters are no code.", nameof(shape)),
    };

    /// <summary>The code that looks so; null where there is none.</summary>
    public static InlineNode? Shape(string start, string end) => (start, end) switch
    {
        ("**", "**") => new InlineStrong([]),
        ("*", "*") => new InlineEmphasis([]),
        ("[", _) when end.Length > 3 && end.StartsWith("](", StringComparison.Ordinal) && end[^1] == ')' => new InlineLink(end[2..^1], []),
        (_, "") when start.Length > 2 && start[0] == '{' && start[^1] == '}' => new InlinePlaceholder(start[1..^1]),
        _ => null,
    };

    private static string Show(string number, InlineNode shape)
    {
        var (start, end) = Look(shape);
        return $"{Quoted.Line(number)} ({Quoted.Line(start)}{(end.Length > 0 ? "…" + Quoted.Line(end) : "")})";
    }

    private static string Key(InlineNode node)
    {
        var (start, end) = Look(node);
        return $"{start}\n{end}";
    }

    private static InlineNode With(InlineNode shape, ImmutableArray<InlineNode> content) => shape switch
    {
        InlineStrong => new InlineStrong(content),
        InlineEmphasis => new InlineEmphasis(content),
        InlineLink link => link with { Content = content },
        _ => shape,
    };

    private static ImmutableArray<JobStep> Steps(ImmutableArray<InlineNode> nodes, Func<InlineNode, string> number)
    {
        var steps = ImmutableArray.CreateBuilder<JobStep>();
        Walk(nodes, number, steps);
        return steps.ToImmutable();
    }

    private static void Walk(ImmutableArray<InlineNode> nodes, Func<InlineNode, string> number, ImmutableArray<JobStep>.Builder steps)
    {
        foreach (var node in nodes)
        {
            if (node is InlineText text)
            {
                steps.Add(new JobStep(JobStepKind.Text, text.Text));
                continue;
            }
            var given = number(node);
            if (node is InlinePlaceholder) steps.Add(new JobStep(JobStepKind.Alone, given));
            else
            {
                steps.Add(new JobStep(JobStepKind.Open, given));
                Walk(ContentOf(node), number, steps);
                steps.Add(new JobStep(JobStepKind.Close, given));
            }
        }
    }

    private string Give(InlineNode node)
    {
        var number = $"{shapes.Count + 1}";
        shapes[number] = With(node, []);
        if (!numbers.TryGetValue(Key(node), out var queue)) numbers[Key(node)] = queue = new Queue<string>();
        queue.Enqueue(number);
        return number;
    }
}
