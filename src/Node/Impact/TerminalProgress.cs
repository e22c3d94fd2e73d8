namespace Entraide.Node.Impact;

/// <summary>A bar on the terminal while something long goes on; nothing where nobody looks on.</summary>
internal sealed class TerminalProgress : IProgress<double>, IDisposable
{
    private const int Width = 40;

    private readonly bool isSeen = !Console.IsErrorRedirected;
    private readonly Lock drawing = new();
    private int shown = -1;

    public void Report(double value)
    {
        if (!isSeen) return;
        lock (drawing)
        {
            var percent = (int)(value * 100);
            if (percent <= shown) return;
            shown = percent;
            Console.Error.Write($"\r[{new string('#', percent * Width / 100).PadRight(Width)}] {percent} %");
        }
    }

    /// <summary>Takes the bar away.</summary>
    public void Dispose()
    {
        lock (drawing)
        {
            if (shown >= 0) Console.Error.Write($"\r{new string(' ', Width + 8)}\r");
            shown = -1;
        }
    }
}
