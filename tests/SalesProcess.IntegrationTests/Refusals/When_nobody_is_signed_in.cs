using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Refusals;

public sealed class When_nobody_is_signed_in
{
    [Test]
    public async Task No_route_tells_anything()
    {
        await using var server = new LocalServer(CompanyFolder.Full());
        var routes = await Route.ReadableAsync(server.Staff.As("adam"));

        using var http = new HttpClient { BaseAddress = server.Address };
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

    [TestCase("/instances")]
    [TestCase("/tasks/x/claim")]
    [TestCase("/tasks/x/complete")]
    [TestCase("/instances/x/cancel")]
    [TestCase("/definitions/x/publish")]
    public async Task No_command_is_taken(string path)
    {
        await using var server = new LocalServer(CompanyFolder.Full());
        var before = server.Database.RowCounts();

        (await server.Staff.Nobody.PostAsync(path)).Expect(401, "unauthenticated");

        Assert.That(server.Database.RowCounts(), Is.EqualTo(before));
    }
}
