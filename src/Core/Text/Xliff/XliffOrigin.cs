namespace Entraide.Core.Text.Xliff;

/// <summary>What has to be known of a file that came back before it can be judged: where its texts came from, and which reader it needs.</summary>
/// <param name="IsVersion12">Whether it is XLIFF 1.2; else it is taken for 2.1.</param>
/// <param name="Original">What its first file says of where its texts come from; null where it says nothing.</param>
public sealed record XliffOrigin(bool IsVersion12, string? Original)
{
    /// <exception cref="XliffException">It is no XML that could be read.</exception>
    public static XliffOrigin Of(ReadOnlyMemory<byte> file)
    {
        var root = XliffText.Read(file).Root;
        return new XliffOrigin(root.Name.Namespace == Xliff12Writer.Namespace, (string?)root.Elements().FirstOrDefault(one => one.Name.LocalName == "file")?.Attribute("original"));
    }
}
