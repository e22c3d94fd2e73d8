using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Entraide.Core.Text;
using Entraide.Node.Platform;

namespace Entraide.Node.Guide;

/// <summary>The guide as a tagged PDF (PDF/UA-1, ISO 14289-1), made by Debian's WeasyPrint, which is a program of its own.</summary>
public static class GuidePaper
{
    private const string Program = "weasyprint";

    /// <exception cref="RefusedException">WeasyPrint is not there, or refuses.</exception>
    public static async Task<byte[]> Make(CopySource source, DateOnly day)
    {
        var start = new ProcessStartInfo(Program, ["--quiet", "--encoding", "utf-8", "--pdf-variant", "pdf/ua-1", "-", "-"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new RefusedException("WeasyPrint, which makes the PDF, is not on this machine. Install it (on Debian: apt-get install weasyprint), or write --format html and print that file.", e);
        }
        using (process)
        {
            using var made = new MemoryStream();
            var (output, error) = (process.StandardOutput.BaseStream.CopyToAsync(made), process.StandardError.ReadToEndAsync());
            try
            {
                await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(GuideFile.ForPaper(source, day)));
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It refused before it had read all; what it says tells why.
            }
            await output;
            await process.WaitForExitAsync();
            if (process.ExitCode == 0 && made.Length > 0) return made.ToArray();
            throw new RefusedException($"WeasyPrint made no PDF ({Quoted.Line((await error).Trim())}). Version 57 or later is needed; weasyprint --version tells which it is. Or write --format html and print that file.");
        }
    }
}
