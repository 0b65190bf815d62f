using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;
using SalesProcess.IntegrationTests.Trials;

namespace SalesProcess.IntegrationTests.Audit;

public sealed class When_evidence_is_taken_away
{
    private LocalServer _server = null!;
    private byte[] _bundle = null!;

    [OneTimeSetUp]
    public async Task TakeABundle()
    {
        _server = new LocalServer(CompanyFolder.With("crash-parent", "crash-child"));
        var ledger = new Ledger();
        await new CrashClient(0, _server.Staff.As("anna"), ledger).RunAsync(() => ledger.Deals.Count < 1);
        _bundle = Encoding.UTF8.GetBytes((await _server.Staff.As(Staff.Auditor).GetAsync($"/instances/{ledger.Deals.Single().InstanceId}/evidence")).Expect(200).Json.ToJsonString(Relaxed));
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _server.DisposeAsync();

    private static System.Text.Json.JsonSerializerOptions Relaxed => new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Test]
    public void It_holds_and_tells_of_the_whole_deal()
    {
        var content = Content(_bundle);

        Assert.Multiple(() =>
        {
            Assert.That(Verify(_bundle), Is.EqualTo((0, "The bundle holds. Who signed it is not known without --key.")));
            Assert.That(content["instances"]!.AsArray(), Has.Count.EqualTo(2), "the deal and its child");
            Assert.That(content["definitions"]!.AsArray(), Has.Count.EqualTo(2));
            Assert.That(content["instances"]![0]!["events"]!["rows"]!.AsArray(), Is.Not.Empty);
        });
    }

    [Test]
    public void Who_signed_it_is_checked_by_his_key()
    {
        var own = JsonNode.Parse(_bundle)!["signature"]!["publicKey"]!.ToString();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.That(Verify(_bundle, own), Is.EqualTo((0, "The bundle holds, and is signed with the key that was given.")));
        Assert.That(Verify(_bundle, other.ExportSubjectPublicKeyInfoPem()).Exit, Is.EqualTo(1));
    }

    [Test]
    public void Any_flipped_bit_is_found()
    {
        var seed = Environment.TickCount;
        TestContext.Progress.WriteLine($"{_bundle.Length} bytes, seed {seed}");
        var random = new Random(seed);
        // Everywhere by chance, and every bit of the key and of the signature, which stands at the end.
        var key = _bundle.AsSpan().IndexOf("BEGIN PUBLIC KEY"u8);
        Assert.That(key, Is.Positive);
        var places = Enumerable.Range(0, 400).Select(_ => random.Next(_bundle.Length * 8))
            .Concat(Enumerable.Range((key - 10) * 8, 220 * 8)).Concat(Enumerable.Range((_bundle.Length - 100) * 8, 800));
        foreach (var place in places)
        {
            var changed = (byte[])_bundle.Clone();
            changed[place / 8] ^= (byte)(1 << (place % 8));

            Assert.That(SalesProcess.Verifier.Evidence.Check(changed), Is.Not.Empty, $"bit {place % 8} of byte {place / 8}");
        }
    }

    [TestCase("journal", "journal row")]
    [TestCase("events", "event")]
    public void A_row_that_is_changed_dropped_swapped_or_cut_off_is_named(string chain, string what)
    {
        var count = Content(_bundle)["instances"]![0]![chain]!["rows"]!.AsArray().Count;
        Assert.That(count, Is.GreaterThan(3));
        for (var i = 0; i < count; i++)
        {
            var at = i;
            Assert.That(Faults(rows => rows[at]!["actor"] = "mallory"), Has.Some.Contains($"{what} {at + 1} does not have its digest"));
            Assert.That(Faults(rows => rows.RemoveAt(at)), Has.Some.Contains(at == count - 1 ? $"{what}s: there are {count - 1}, and there were {count}" : $"{what} {at + 1} does not have its digest"));
            if (at > 0)
            {
                Assert.That(Faults(rows => Swap(rows, at - 1, at)), Has.Some.Contains($"{what} {at} does not have its digest"));
            }
        }

        IReadOnlyList<string> Faults(Action<JsonArray> change)
        {
            var bundle = JsonNode.Parse(_bundle)!;
            var content = Content(_bundle);
            change(content["instances"]![0]![chain]!["rows"]!.AsArray());
            bundle["content"] = content.ToJsonString(Relaxed);
            return SalesProcess.Verifier.Evidence.Check(Encoding.UTF8.GetBytes(bundle.ToJsonString()));
        }
    }

    [Test]
    public void A_definition_that_was_exchanged_is_named()
    {
        var bundle = JsonNode.Parse(_bundle)!;
        var content = Content(_bundle);
        content["definitions"]![0]!["json"] = "{}";
        bundle["content"] = content.ToJsonString(Relaxed);

        Assert.That(SalesProcess.Verifier.Evidence.Check(Encoding.UTF8.GetBytes(bundle.ToJsonString())), Has.Some.Contains("does not have its hash"));
    }

    [TestCase("", "it is not JSON, or not whole")]
    [TestCase("<html>", "it is not JSON, or not whole")]
    [TestCase("[]", "it is JSON, but not an object (Array)")]
    [TestCase("{}", "it has no member 'format'")]
    [TestCase("{\"format\":\"other\"}", "its format is 'other', and 'salesprocess-evidence/1' is understood")]
    [TestCase("{\"format\":\"salesprocess-evidence/1\"}", "it has no 'content' and no 'signature'")]
    public void What_is_no_bundle_is_said_so(string text, string why)
    {
        Assert.That(SalesProcess.Verifier.Evidence.Check(Encoding.UTF8.GetBytes(text)).Single(), Does.Contain(why));
        Assert.That(Verify(Encoding.UTF8.GetBytes(text)).Exit, Is.EqualTo(1));
    }

    [Test]
    public void A_file_that_is_not_there_is_named()
    {
        var (exit, _, error) = Commands.Run("verify", "/nowhere/bundle.json");

        Assert.That((exit, error.Contains("/nowhere/bundle.json", StringComparison.Ordinal)), Is.EqualTo((2, true)));
    }

    [Test]
    public void The_help_says_which_exit_code_means_what() => Assert.That(
        Commands.Run("verify", "--help").Output.ReplaceLineEndings(" "),
        Does.Contain("Exit code 0 if it holds, 1 if something does not hold or the file is no bundle, 2 if a file is not there or may not be opened."));

    private static void Swap(JsonArray rows, int one, int other)
    {
        var (first, second) = (rows[one]!.DeepClone(), rows[other]!.DeepClone());
        rows[one] = second;
        rows[other] = first;
    }

    private static JsonNode Content(byte[] bundle) => JsonNode.Parse(JsonNode.Parse(bundle)!["content"]!.ToString())!;

    private (int Exit, string Last) Verify(byte[] bundle, string? key = null)
    {
        var file = Path.Combine(_server.Folder.Root, $"{Guid.NewGuid():n}.json");
        File.WriteAllBytes(file, bundle);
        string[] more = [];
        if (key is not null)
        {
            File.WriteAllText($"{file}.pem", key);
            more = ["--key", $"{file}.pem"];
        }

        var (exit, output, _) = Commands.Run(["verify", file, .. more]);
        return (exit, output.Trim().Split('\n')[^1].Trim());
    }
}
