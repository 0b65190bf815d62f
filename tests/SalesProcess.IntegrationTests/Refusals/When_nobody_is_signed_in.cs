using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Refusals;

public sealed class When_nobody_is_signed_in
{
    private LocalServer _server = null!;

    [OneTimeSetUp]
    public void StartServer() => _server = new LocalServer(CompanyFolder.Full());

    [OneTimeTearDown]
    public ValueTask StopServer() => _server.DisposeAsync();

    [Test]
    public async Task No_route_tells_anything()
    {
        var routes = await Route.ReadableAsync(_server.Staff.As("adam"));

        using var http = new HttpClient { BaseAddress = _server.Address };
        var told = new List<string>();
        foreach (var route in routes)
        {
            using var answer = await http.GetAsync(route.With("x"));
            if ((int)answer.StatusCode != 401)
            {
                told.Add($"{route.Path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }

        Assert.That(routes, Has.Count.GreaterThan(8));
        Assert.That(told, Is.Empty);
    }

    [TestCase("/metrics")]
    [TestCase("/elsa/api/workflow-definitions")]
    [TestCase("/")]
    public async Task No_other_page_tells_anything(string path)
    {
        using var http = new HttpClient { BaseAddress = _server.Address };
        using var answer = await http.GetAsync(path);

        Assert.That((int)answer.StatusCode, Is.EqualTo(401).Or.EqualTo(404), await answer.Content.ReadAsStringAsync());
    }

    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    public async Task Only_health_is_told(string path)
    {
        using var http = new HttpClient { BaseAddress = _server.Address };
        using var answer = await http.GetAsync(path);

        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
    }

    [TestCase("/instances")]
    [TestCase("/tasks/x/claim")]
    [TestCase("/tasks/x/complete")]
    [TestCase("/instances/x/cancel")]
    [TestCase("/definitions/x/publish")]
    public async Task No_command_is_taken(string path)
    {
        var before = _server.Database.RowCounts();

        (await _server.Staff.Nobody.PostAsync(path)).Expect(401, "unauthenticated");

        Assert.That(_server.Database.RowCounts(), Is.EqualTo(before));
    }
}
