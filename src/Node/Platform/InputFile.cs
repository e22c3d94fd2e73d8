using Entraide.Core.Text;

namespace Entraide.Node.Platform;

/// <summary>Reads a file that somebody names, or standard input.</summary>
public static class InputFile
{
    /// <summary>
    /// All bytes of the file, or of standard input for <c>-</c>; at most one more than <see cref="StrictJson"/> accepts, since
    /// an endless pipe must not fill the memory.
    /// </summary>
    /// <exception cref="RefusedException">It cannot be read.</exception>
    public static ReadOnlyMemory<byte> Read(string file)
    {
        try
        {
            using var input = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            var bytes = new byte[StrictJson.LargestText + 4];
            return bytes.AsMemory(0, input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException($"{Quoted.Line(file)} cannot be read ({Quoted.Line(e.Message)}). Check its name and that you may read it.", e);
        }
    }
}
