using System.Net;
using Microsoft.AspNetCore.Http;
using SalesProcess.Engine.Execution;
using SalesProcess.IntegrationTests.Hosting;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Http;

namespace SalesProcess.IntegrationTests.Runtime.Http;

public sealed class When_a_workflow_sends_a_request
{
    private static readonly string[] Private =
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1",
    ];

    [Test]
    public async Task It_goes_on_with_the_answer()
    {
        await using var peer = await Peer.StartAsync((http, _) => http.Response.WriteAsJsonAsync(new { name = "石" }));
        await using var runtime = await StartAsync(peer.Url);

        var state = await EndAsync(runtime);

        Assert.Multiple(() =>
        {
            Assert.That(state.SubStatus, Is.EqualTo(WorkflowSubStatus.Finished));
            Assert.That(state.Output["code"], Is.EqualTo(200));
            Assert.That(((IReadOnlyDictionary<string, object?>)state.Output["content"]!)["name"], Is.EqualTo("石"));
            Assert.That(peer.Requests.Single()["Authorization"], Is.EqualTo("Bearer s3cr3t"));
            Assert.That(runtime.Count("outbox"), Is.Zero);
        });
    }

    [Test]
    public async Task What_is_secret_does_not_stand_in_the_journal()
    {
        await using var peer = await Peer.StartAsync((http, _) => http.Response.WriteAsync("fine"));
        await using var runtime = await StartAsync(peer.Url);

        await EndAsync(runtime);

        var journal = string.Concat(runtime.Ids("SELECT CAST(entries AS TEXT) || CAST(stimulus AS TEXT) FROM journal"));
        Assert.That(peer.Requests.Single()["X-Api-Key"], Is.EqualTo("k3y"));
        Assert.That(journal, Does.Contain("***").And.Not.Contain("s3cr3t").And.Not.Contain("k3y"));
    }

    [Test]
    public async Task What_may_pass_is_tried_again_under_the_same_key()
    {
        await using var peer = await Peer.StartAsync((http, count) =>
        {
            http.Response.StatusCode = count switch { 1 => 503, 2 => 429, _ => 200 };
            return Task.CompletedTask;
        });
        await using var runtime = await StartAsync(peer.Url);

        var state = await EndAsync(runtime);

        Assert.That(state.Output["code"], Is.EqualTo(200));
        Assert.That(peer.Requests, Has.Count.EqualTo(3));
        Assert.That(peer.Requests.Select(r => r["Idempotency-Key"]).Distinct(), Has.Exactly(1).Items);
    }

    [Test]
    public async Task A_stop_in_between_makes_the_request_again_under_the_same_key()
    {
        await using var peer = await Peer.StartAsync((http, count) => count == 1 ? Task.Delay(Timeout.Infinite, http.RequestAborted) : http.Response.WriteAsync("fine"));
        var first = await StartAsync(peer.Url);
        var id = await first.StartInstanceAsync("main");
        await Eventually.Holds("the request", () => Task.FromResult(!peer.Requests.IsEmpty));
        await first.StopAsync();

        await using var second = await StartAsync(peer.Url, folder: first.Folder);
        var state = await EndAsync(second, id);

        Assert.That(state.Output["code"], Is.EqualTo(200));
        Assert.That(peer.Requests, Has.Count.EqualTo(2));
        Assert.That(peer.Requests.Select(r => r["Idempotency-Key"]).Distinct(), Has.Exactly(1).Items);
    }

    [Test]
    public async Task A_slow_peer_holds_up_nobody_and_is_a_time_out_in_the_end()
    {
        await using var peer = await Peer.StartAsync((http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted));
        await using var runtime = await StartAsync(peer.Url, ("Http:Retries", "0"));

        // The start comes back although the peer does not answer, and the clock stands still.
        var id = await runtime.StartInstanceAsync("main");
        await Eventually.Holds("the request", () => Task.FromResult(!peer.Requests.IsEmpty));
        Assert.That(runtime.State(id).SubStatus, Is.EqualTo(WorkflowSubStatus.Suspended));

        runtime.Clock.Advance(TimeSpan.FromSeconds(31));
        var state = await EndAsync(runtime, id);
        Assert.That(state.Output.GetValueOrDefault("late"), Is.EqualTo("yes"));
    }

    [TestCase("http://127.0.0.1:1/", "127.0.0.1", "Http:AllowPrivateAddresses")]
    [TestCase("http://[::1]:1/", "::1", "Http:AllowPrivateAddresses")]
    [TestCase("http://[::ffff:10.0.0.1]:1/", "::ffff", "Http:AllowPrivateAddresses")]
    [TestCase("http://localhost:1/", "localhost", "Http:AllowPrivateAddresses")]
    [TestCase("http://2130706433:1/", "127.0.0.1", "Http:AllowPrivateAddresses")]
    public async Task An_address_inside_of_a_network_is_an_incident(string url, string host, string setting)
    {
        await using var runtime = await StartAsync(url, ("Http:AllowPrivateAddresses", "false"));

        var state = await EndAsync(runtime);

        Assert.That(state.SubStatus, Is.EqualTo(WorkflowSubStatus.Faulted));
        Assert.That(state.Incidents.Single().Message, Does.Contain(host).And.Contain(setting));
    }

    [Test]
    public async Task A_host_that_is_not_allowed_is_an_incident_that_can_be_retried()
    {
        await using var peer = await Peer.StartAsync((http, _) => http.Response.WriteAsync("fine"));
        var first = await StartAsync(peer.Url, ("Http:AllowedHosts:0", "*.example.com"));
        var id = await first.StartInstanceAsync("main");
        var faulted = await EndAsync(first, id);
        await first.StopAsync();
        Assert.That(faulted.Incidents.Single().Message, Does.Contain("127.0.0.1").And.Contain("Http:AllowedHosts"));
        Assert.That(peer.Requests, Is.Empty);

        await using var second = await StartAsync(peer.Url, folder: first.Folder);
        await second.Get<InstanceRunner>().RunAsync(id, _ => new StepDecision.Proceed(new Stimulus.Retry()), null, CancellationToken.None);

        await Eventually.Holds("the end", () => Task.FromResult(second.State(id).SubStatus == WorkflowSubStatus.Finished));
        Assert.That(peer.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_redirect_goes_to_allowed_hosts_only()
    {
        await using var peer = await Peer.StartAsync((http, _) =>
        {
            http.Response.Redirect("http://metadata.internal/secret");
            return Task.CompletedTask;
        });
        await using var runtime = await StartAsync(peer.Url, ("Http:AllowedHosts:0", "127.0.0.1"));

        var state = await EndAsync(runtime);

        Assert.That(state.Incidents.Single().Message, Does.Contain("metadata.internal"));
    }

    [Test]
    public async Task A_redirect_to_another_host_gets_no_secrets()
    {
        await using var other = await Peer.StartAsync((http, _) => http.Response.WriteAsync("fine"));
        await using var peer = await Peer.StartAsync((http, _) =>
        {
            http.Response.Redirect(other.Url);
            return Task.CompletedTask;
        });
        await using var runtime = await StartAsync(peer.Url);

        await EndAsync(runtime);

        Assert.That(other.Requests.Single().Keys, Does.Not.Contain("Authorization").And.Not.Contain("X-Api-Key"));
        Assert.That(peer.Requests.Single().Keys, Does.Contain("Authorization"));
    }

    [Test]
    public async Task An_answer_that_is_too_large_is_an_incident()
    {
        await using var peer = await Peer.StartAsync((http, _) => http.Response.WriteAsync(new string('x', 2_000)));
        await using var runtime = await StartAsync(peer.Url, ("Http:MaxResponseBytes", "1000"));

        var state = await EndAsync(runtime);

        Assert.That(state.Incidents.Single().Message, Does.Contain("Http:MaxResponseBytes"));
    }

    [TestCaseSource(nameof(Private))]
    public void Special_addresses_are_none_of_the_internet(string address) => Assert.That(HostRules.IsPublic(IPAddress.Parse(address)), Is.False);

    [TestCase("8.8.8.8")]
    [TestCase("::ffff:8.8.8.8")]
    [TestCase("2606:4700::1111")]
    public void Public_addresses_are(string address) => Assert.That(HostRules.IsPublic(IPAddress.Parse(address)), Is.True);

    [TestCase("api.example.com", "*.example.com", true)]
    [TestCase("API.example.com.", "api.example.com", true)]
    [TestCase("example.com", "*.example.com", false)]
    [TestCase("evilexample.com", "*.example.com", false)]
    [TestCase("example.com.evil.org", "example.com", false)]
    public void Hosts_are_allowed_by_name_or_by_what_they_are_below(string host, string pattern, bool allowed) =>
        Assert.That(HostRules.IsAllowed(host, [pattern]), Is.EqualTo(allowed));

    private static Task<RunningRuntime> StartAsync(string url, params (string Name, string Value)[] settings) => StartAsync(url, null, settings);

    private static Task<RunningRuntime> StartAsync(string url, string? folder, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Http:AllowedHosts:0"] = "*",
            ["Http:AllowPrivateAddresses"] = "true",
            ["Http:RetryDelay"] = "00:00:00",
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var definition =
            """
            {"definitionId":"main","name":"Main","outputs":[{"name":"code","type":"Object"},{"name":"content","type":"Object"},{"name":"late","type":"Object"}],
             "root":{"id":"ask","type":"Elsa.SendHttpRequest","url":{"typeName":"Uri","expression":{"type":"Literal","value":"URL"}},
              "authorization":{"typeName":"String","expression":{"type":"Literal","value":"Bearer s3cr3t"}},
              "requestHeaders":{"typeName":"ObjectDictionary","expression":{"type":"Object","value":"{\"X-Api-Key\":\"k3y\"}"}},
              "statusCode":{"typeName":"Object","memoryReference":{"id":"code"}},"parsedContent":{"typeName":"Object","memoryReference":{"id":"content"}},
              "timeout":{"id":"late","type":"Elsa.SetOutput","outputName":{"typeName":"String","expression":{"type":"Literal","value":"late"}},
               "outputValue":{"typeName":"Object","expression":{"type":"Literal","value":"yes"}}}}}
            """.Replace("URL", url, StringComparison.Ordinal);
        return RunningRuntime.StartAsync(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero), folder, all, definition);
    }

    private static async Task<InstanceState> EndAsync(RunningRuntime runtime, string? id = null)
    {
        id ??= await runtime.StartInstanceAsync("main");
        // The clock stands still: a pause or a time-out would never end.
        await Eventually.Holds("the end", () => Task.FromResult(runtime.State(id).Status == WorkflowStatus.Finished));
        return runtime.State(id);
    }
}
