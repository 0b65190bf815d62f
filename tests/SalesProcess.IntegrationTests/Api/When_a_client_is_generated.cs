using System.Text;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_a_client_is_generated
{
    private const string Program =
        """
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;
        using Generated;

        public static class Program
        {
            public static async Task<string> Complete(HttpClient http, string task)
            {
                var client = new SalesProcessClient(http);
                var claimed = await client.ClaimTaskAsync(id: task);
                var done = await client.CompleteTaskAsync(id: task, body: new CompleteTask { Action = "Yes" });
                var read = await client.GetTaskAsync(id: task);
                return $"{claimed.Assignee} {done.Task.Outcome} {done.Instance.Status} {read.State}";
            }

            public static async Task<string> CompleteWrongly(HttpClient http, string task)
            {
                try
                {
                    await new SalesProcessClient(http).CompleteTaskAsync(id: task, body: new CompleteTask { Action = "Perhaps" });
                    return "completed";
                }
                catch (ApiException<Problem> e)
                {
                    return $"{e.StatusCode} {e.Result.Code}";
                }
            }
        }
        """;

    private Wire _wire = null!;
    private GeneratedClient _client = null!;

    [OneTimeSetUp]
    public async Task Generate()
    {
        _wire = new Wire(CompanyFolder.With("one-task"));
        var document = await _wire.SendAsync("GET", "/openapi/v1.json", person: null);
        _client = await GeneratedClient.FromAsync(Encoding.UTF8.GetString(document.Bytes), Program);
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task It_claims_and_completes_a_task() =>
        Assert.That(await RunAsync("Complete", await _wire.TaskAsync()), Is.EqualTo("anna Yes Finished Completed"));

    [Test]
    public async Task It_knows_the_problems()
    {
        var task = await _wire.TaskAsync();
        await _wire.PostAsync($"/tasks/{task}/claim", "{}");

        Assert.That(await RunAsync("CompleteWrongly", task), Is.EqualTo("422 action-unknown"));
    }

    private async Task<string> RunAsync(string method, string task) => await _client.RunAsync(method, _wire.Server.Address, await _wire.TokenAsync("anna"), task);
}
