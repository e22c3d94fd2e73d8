using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Entraide.Tests.Laws;

/// <summary>A source file, by its path from the root with forward slashes.</summary>
public sealed record SourceFile(string Path, string Text)
{
    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public string[] Lines => Text.Split('\n');

    public CompilationUnitSyntax Syntax => CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Preview)).GetCompilationUnitRoot();

    /// <summary>The module that the file belongs to: the folder below src/Node; empty for others.</summary>
    public string Module => Regex.Match(Path, "^src/Node/([A-Z][A-Za-z]+)/").Groups[1].Value;

    /// <summary>The types that the file declares, but for those within another; a component declares the type of its own name.</summary>
    public IEnumerable<string> Declares => IsCSharp
        ? Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(type => type.Parent is not BaseTypeDeclarationSyntax).Select(type => type.Identifier.Text)
        : [System.IO.Path.GetFileNameWithoutExtension(Path)];

    /// <summary>
    /// The names that may stand for a type: not what is reached through another name (as <c>string.Join</c>), not what a using
    /// directive names, not a member that the file itself declares.
    /// </summary>
    public IEnumerable<string> TypeNames => !IsCSharp ? Regex.Matches(Words, @"(?<![A-Za-z0-9_.""])[A-Za-z_][A-Za-z0-9_]*").Select(match => match.Value) : Syntax.DescendantNodes().OfType<SimpleNameSyntax>()
        .Where(name => !name.Ancestors().OfType<UsingDirectiveSyntax>().Any()
            && name.Parent is not (NameColonSyntax or NameEqualsSyntax)
            && !(name.Parent is MemberAccessExpressionSyntax member && member.Name == name)
            && !(name.Parent is QualifiedNameSyntax qualified && qualified.Right == name && !qualified.Left.ToString().Contains("Node.", StringComparison.Ordinal))
            && !(name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } set && set.Left == name))
        .Select(name => name.Identifier.Text).Except(Syntax.DescendantNodes().OfType<PropertyDeclarationSyntax>().Select(property => property.Identifier.Text)
            .Concat(Syntax.DescendantNodes().OfType<ParameterSyntax>().Select(parameter => parameter.Identifier.Text))
            .Concat(Syntax.DescendantNodes().OfType<VariableDeclaratorSyntax>().Select(variable => variable.Identifier.Text))
            .Concat(Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>().Select(method => method.Identifier.Text)));

    /// <summary>Every name that the file uses; comments and texts are none.</summary>
    public IEnumerable<string> Names => IsCSharp
        ? Syntax.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.Text)
        : Regex.Matches(Words, "[A-Za-z_][A-Za-z0-9_]*").Select(match => match.Value);

    private string Words => Regex.Replace(Text, @"@\*.*?\*@|//.*", "", RegexOptions.Singleline);
}

/// <summary>The sources that the laws read; a test plants a fault by adding a file of its own.</summary>
public static class SourceTree
{
    public static IReadOnlyList<SourceFile> Read(params string[] folders) =>
    [
        .. folders.SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor" or ".js" or ".css")
            .Select(file => new SourceFile(Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), File.ReadAllText(file))),
    ];

    public static IReadOnlyList<SourceFile> With(this IReadOnlyList<SourceFile> tree, string path, string text) => [.. tree, new SourceFile(path, text)];
}
