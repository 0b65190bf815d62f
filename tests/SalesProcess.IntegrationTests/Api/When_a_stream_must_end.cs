using System.Text;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_a_stream_must_end
{
    private Wire _wire = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public void StartServer()
    {
        _wire = new Wire(CompanyFolder.With("one-task"));
        _http = new HttpClient { BaseAddress = _wire.Server.Address };
    }

    [OneTimeTearDown]
    public async Task StopServer()
    {
        _http.Dispose();
        await _wire.DisposeAsync();
    }

    [Test]
    public async Task A_key_that_is_revoked_hears_nothing_more()
    {
        var key = (await _wire.SendAsync("POST", "/api-keys", "adam", Encoding.UTF8.GetBytes("""{"name":"reader","actsAs":"anna"}"""))).Json;
        await using var anna = await TaskListener.OpenAsync(_http, "", key: key["key"]!.ToString());
        await anna.NextAsync();
        var task = await _wire.TaskAsync();
        Assert.That(await anna.InvalidationAsync(), Is.EqualTo($"added {task} 1"));

        Assert.That((await _wire.SendAsync("DELETE", $"/api-keys/{key["id"]}", "adam")).Status, Is.EqualTo(204));
        await _wire.TaskAsync();

        Assert.That(await anna.InvalidationAsync(), Is.EqualTo("end"));
        using var again = await TaskListener.RequestAsync(_http, "", anna.LastId, key["key"]!.ToString());
        Assert.That((int)again.StatusCode, Is.EqualTo(401));
    }

    [Test]
    public async Task Whoever_does_not_stand_in_any_more_hears_nothing_more_of_it()
    {
        var absence = await _wire.SendAsync("POST", "/delegations", "anna", Encoding.UTF8.GetBytes("""{"substitute":"lena","to":"2126-01-01T00:00:00Z"}"""));
        Assert.That(absence.Status, Is.EqualTo(201), absence.Text);
        await using var lena = await TaskListener.OpenAsync(_http, await _wire.TokenAsync("lena"));
        await lena.NextAsync();
        var task = await _wire.TaskAsync("bob");
        Assert.That(await lena.InvalidationAsync(), Is.EqualTo($"added {task} 1"));

        Assert.That((await _wire.SendAsync("DELETE", $"/delegations/{absence.Json["id"]}", "anna")).Status, Is.EqualTo(204));
        await _wire.TaskAsync("bob");

        Assert.That(await lena.InvalidationAsync(), Is.EqualTo("end"));
    }
}
