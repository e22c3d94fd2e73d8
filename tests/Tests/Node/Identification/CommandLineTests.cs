using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Entraide.Tests.Core.Screening;

namespace Entraide.Tests.Node.Identification;

/// <summary>The executable as a trainer, a researcher or a script uses it.</summary>
public sealed class CommandLineTests
{
    private const string Adult = "ilo-ec-2009/adult-labour";

    [Fact]
    public async Task A_researcher_pipes_answers_in_and_JSON_out()
    {
        var (exit, output, error) = await Run("""{"answers":{"AL-EX-hours":"yes","AL-EX-lowpay":"yes"}}"""u8, "screen", "--instrument", Adult, "--answers", "-", "--json");
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal(Encoding.UTF8.GetString(Shipped.Screen(Shipped.Adult, ["AL-EX-hours", "AL-EX-lowpay"]).ToJson(Shipped.English).Span) + "\n", output);
    }

    [Fact]
    public async Task A_trainer_reads_the_explanation_in_her_language()
    {
        var (exit, output, _) = await Run("""{"answers":{"AL-EX-hours":"yes","AL-EX-lowpay":"yes"}}"""u8, "screen", "--instrument", Adult, "--answers", "-", "--lang", "fr");
        Assert.Equal(0, exit);
        Assert.Contains("Signes d’exploitation au travail, moyens non établis à ce stade", output);
        Assert.Contains("Proposer de l’aide dès maintenant", output);
    }

    [Theory]
    [InlineData("no instrument \"ilo-ec-2009/adult\". Did you mean \"ilo-ec-2009/adult-labour\"?", "{\"answers\":{}}", "ilo-ec-2009/adult")]
    [InlineData("no indicator \"AL-EX-hour\". Did you mean \"AL-EX-hours\"?", "{\"answers\":{\"AL-EX-hour\":\"yes\"}}", Adult)]
    [InlineData("$.answers.AL-EX-hours is \"maybe\". Answer \"yes\", \"no\" or \"unknown\".", "{\"answers\":{\"AL-EX-hours\":\"maybe\"}}", Adult)]
    [InlineData("names \"AL-EX-hours\" twice", "{\"answers\":{\"AL-EX-hours\":\"yes\",\"AL-EX-hours\":\"yes\"}}", Adult)]
    [InlineData("this is not JSON at line 1, byte 12", "{\"answers\":", Adult)]
    [InlineData("nested deeper than 16", "[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]", Adult)]
    [InlineData("no indicator \"a\\u000ab\\u001b[31m\"", "{\"answers\":{\"a\\nb\\u001b[31m\":\"yes\"}}", Adult)]
    [InlineData("$.answers.AL-EX-hours is [\\u000a", "{\"answers\":{\"AL-EX-hours\":[\n\"yes\"\n]}}", Adult)]
    [InlineData("there is no object \"answers\"", "{}", Adult)]
    public async Task Bad_input_is_one_clear_line_and_exit_1(string expected, string answers, string instrument)
    {
        var (exit, output, error) = await Run(Encoding.UTF8.GetBytes(answers), "screen", "--instrument", instrument, "--answers", "-");
        Assert.Equal((1, ""), (exit, output));
        Assert.Contains(expected, error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task An_endless_or_missing_file_is_one_clear_line_and_exit_1()
    {
        var (exit, _, error) = await Run(Encoding.UTF8.GetBytes("{\"answers\":{}}" + new string(' ', 2_000_000)), "screen", "--instrument", Adult, "--answers", "-");
        Assert.Equal(1, exit);
        Assert.Contains("at most 1,000,000 are read", error);
        foreach (var file in (string[])["/nowhere.json", "", "/"])
        {
            (exit, _, error) = await Run([], "screen", "--instrument", Adult, "--answers", file);
            Assert.Equal(1, exit);
            Assert.Contains("cannot be read", error);
            Assert.Single(error.TrimEnd().Split('\n'));
        }
        (exit, _, error) = await Run(Encoding.UTF8.GetBytes($"{{\"answers\":{{\"{new string('x', 900_000)}\":\"yes\"}}}}"), "screen", "--instrument", Adult, "--answers", "-");
        Assert.Equal(1, exit);
        Assert.InRange(error.Length, 100, 400);
    }

    [Fact]
    public async Task Wrong_usage_is_exit_2()
    {
        Assert.Equal(2, (await Run([], "screen")).Exit);
        Assert.Equal(2, (await Run([], "fly")).Exit);
    }

    [Fact]
    public async Task The_instruments_are_listed_and_checked()
    {
        var (exit, output, _) = await Run([], "instruments", "--json");
        Assert.Equal(0, exit);
        Assert.Equal([Adult, "ilo-ec-2009/child-labour", "ilo-2012/forced-labour"], JsonNode.Parse(output)!.AsArray().Select(one => one!["id"]!.GetValue<string>()));
        Assert.Equal(0, (await Run([], "instruments", "check", Repository.File("instruments", Adult + ".json"))).Exit);

        var broken = Path.GetTempFileName();
        var instrument = JsonNode.Parse(await File.ReadAllTextAsync(Repository.File("instruments", Adult + ".json"), TestContext.Current.CancellationToken))!;
        instrument["indicators"]![0]!["dimension"] = "XX";
        await File.WriteAllTextAsync(broken, instrument.ToJsonString(), TestContext.Current.CancellationToken);
        (exit, _, var error) = await Run([], "instruments", "check", broken);
        Assert.Equal(1, exit);
        Assert.Equal($"{broken}: $.indicators[0].dimension: names the dimension \"XX\", which is not there. Use one of: DR, CR, RV, EX, CD, VD.", error.TrimEnd());
        (exit, output, _) = await Run([], "instruments", "check", broken, "--json");
        Assert.Equal(1, exit);
        Assert.Equal("$.indicators[0].dimension", JsonNode.Parse(output)!["faults"]![0]!["path"]!.GetValue<string>());
        instrument["indicators"]![0]!["dimension"] = "DR";
        instrument["childCounterpart"] = "no/where";
        await File.WriteAllTextAsync(broken, instrument.ToJsonString());
        Assert.Contains("names no/where, which is not there", (await Run([], "instruments", "check", broken)).Error);
        File.Delete(broken);
    }

    [Fact]
    public async Task Keys_in_the_data_folder_and_a_busy_port_are_refused_in_one_line()
    {
        var folder = Directory.CreateTempSubdirectory("entraide-test-").FullName;
        var (exit, _, error) = await Run([], "serve", "--data", folder, "--keys", Path.Combine(folder, "keys"));
        Assert.Equal(1, exit);
        Assert.Contains("lies in the data folder", error);

        using var busy = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        busy.Start();
        (exit, var output, error) = await Run([], "serve", "--data", folder, "--urls", $"http://127.0.0.1:{((System.Net.IPEndPoint)busy.LocalEndpoint).Port}");
        Assert.Equal((1, ""), (exit, output));
        Assert.Contains("is taken by another program", error);
        Assert.Single(error.TrimEnd().Split('\n'));
        foreach (var (arguments, said) in ((string[], string)[])[(["--urls", "http://127.0.0.1:80000"], "Name another address"), (["--certificate", "x.pem", "--urls", "http://127.0.0.1:0"], "no https address"), (["--proxy", "nowhere"], "no IP address")])
        {
            (exit, output, error) = await Run([], ["serve", "--data", folder, .. arguments]);
            Assert.Equal((1, ""), (exit, output));
            Assert.Contains(said, error);
            Assert.Single(error.TrimEnd().Split('\n'));
        }
        Directory.Delete(folder, recursive: true);
        Directory.Delete(folder + ".keys", recursive: true);
    }

    private static async Task<(int Exit, string Output, string Error)> Run(byte[] input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "entraide.dll"), .. arguments])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It refused before it had read all.
        }
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private static Task<(int Exit, string Output, string Error)> Run(ReadOnlySpan<byte> input, params string[] arguments) => Run(input.ToArray(), arguments);
}
