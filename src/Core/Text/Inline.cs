using System.Collections.Immutable;

namespace Entraide.Core.Text;

/// <summary>A piece of a block's text. The compact form of a list of them is <see cref="InlineMarkup"/>'s.</summary>
public abstract record InlineNode;

/// <summary>Letters, blanks and signs as they are read.</summary>
public sealed record InlineText(string Text) : InlineNode;

/// <summary>Words that must not be overlooked.</summary>
public sealed record InlineStrong(ImmutableArray<InlineNode> Content) : InlineNode;

/// <summary>Words set apart: a title, a word of another language.</summary>
public sealed record InlineEmphasis(ImmutableArray<InlineNode> Content) : InlineNode;

/// <summary>Words that lead elsewhere.</summary>
/// <param name="Target"><c>block:ID</c> for another block, or an address that begins with <c>https://</c>.</param>
public sealed record InlineLink(string Target, ImmutableArray<InlineNode> Content) : InlineNode;

/// <summary>The place of a fact that each country fills in: a helpline, a deadline, a law.</summary>
/// <param name="Name">The id of the block that says what stands there where no country has filled it in.</param>
public sealed record InlinePlaceholder(string Name) : InlineNode;
