using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Attachments;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Trials;

/// <summary>kill -9, again and again, while clients attach files, the same ones among them, and take them away. A client whose request got no answer sends it again under its key.</summary>
public sealed class When_the_server_is_killed_while_files_come_in
{
    private const int Kills = 8;
    private const int Clients = 6;

    private readonly ConcurrentDictionary<string, byte[]> _attached = new(StringComparer.Ordinal);
    private int _acknowledged;
    private int _repeated;

    [Test]
    public async Task Every_row_has_its_file_and_no_file_is_without_a_row()
    {
        using var server = new ServerProcess(CompanyFolder.With("one-task"));
        await server.StartAsync();
        using var staff = new Staff(server.Address, server.Folder.Read("directory.json"));
        var goesOn = true;
        var tasks = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ => (await staff.As("anna").StartAsync("one-task", [])).Expect(201).Json["tasks"]![0]!["id"]!.ToString()));
        var clients = tasks.Select((task, n) => Task.Run(() => WorkAsync(server.Address, task, n, () => Volatile.Read(ref goesOn)))).ToList();
        for (var kill = 0; kill < Kills; kill++)
        {
            var enough = Volatile.Read(ref _acknowledged) + 15 + (kill * 7 % 11);
            await Eventually.Holds($"{enough} requests are acknowledged before kill {kill + 1}", () => Task.FromResult(Volatile.Read(ref _acknowledged) >= enough));
            server.Kill();
            await server.StartAsync();
        }

        Volatile.Write(ref goesOn, false);
        await Task.WhenAll(clients);
        server.Kill();
        await server.StartAsync();

        var rows = new DatabaseFile(server.Folder.DatabaseFile).Query("SELECT id, sha256, task_id FROM attachments", r => (Id: r.GetString(0), Sha256: r.GetString(1), Task: r.GetString(2)));
        Assert.That(rows.Select(r => $"{r.Task} {r.Id} {r.Sha256}"), Is.EquivalentTo(_attached.Select(a => $"{a.Key} {Files.Sha256(a.Value)}")), "what was acknowledged is there, once, and nothing else");
        await Eventually.Holds("the disk has their files and no other", () => Task.FromResult(
            Files.OnDisk(server.Folder).SequenceEqual(rows.Select(r => $"{r.Sha256[..2]}/{r.Sha256}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))));
        using var http = new HttpClient { BaseAddress = server.Address };
        foreach (var (where, content) in _attached)
        {
            var (task, id) = (where.Split(' ')[0], where.Split(' ')[1]);
            using var answer = await SendAsync(http, HttpMethod.Get, $"/api/v1/tasks/{task}/attachments/{id}/content", null, "");
            Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(content));
        }

        await TestContext.Progress.WriteLineAsync($"{Kills} kills under {Clients} clients: {_acknowledged} acknowledged, {_repeated} sent again; {rows.Count} attachments left, {Files.OnDisk(server.Folder).Count} files");
    }

    private async Task WorkAsync(Uri address, string task, int number, Func<bool> goesOn)
    {
        using var http = new HttpClient { BaseAddress = address };
        var mine = new Queue<string>();
        for (var round = 0; goesOn(); round++)
        {
            // Every second content is one that all others bring too.
            var content = Files.Bytes(30_000 + (round * 7919 % 300_000), seed: round % 2 == 0 ? round : (round * 100) + number);
            using var attached = await InsistAsync(http, HttpMethod.Post, $"/api/v1/tasks/{task}/attachments?name=a.pdf", content, $"{number}-{round}");
            var id = JsonNode.Parse(await attached.Content.ReadAsStringAsync())!["id"]!.ToString();
            _attached[$"{task} {id}"] = content;
            mine.Enqueue(id);
            if (mine.Count > 4)
            {
                var gone = mine.Dequeue();
                using var removed = await InsistAsync(http, HttpMethod.Delete, $"/api/v1/tasks/{task}/attachments/{gone}", null, "");
                _attached.TryRemove($"{task} {gone}", out _);
            }
        }
    }

    private async Task<HttpResponseMessage> InsistAsync(HttpClient http, HttpMethod method, string path, byte[]? content, string key)
    {
        HttpResponseMessage? answer = null;
        var sent = 0;
        await Eventually.Holds($"{method} {path} is answered", async () =>
        {
            try
            {
                sent++;
                answer = await SendAsync(http, method, path, content, key);
                // Removed by the request whose answer was lost.
                return answer.IsSuccessStatusCode || (method == HttpMethod.Delete && sent > 1 && (int)answer.StatusCode == 404);
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException or TaskCanceledException)
            {
                Interlocked.Increment(ref _repeated);
                return false;
            }
        });
        Interlocked.Increment(ref _acknowledged);
        return answer!;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, byte[]? content, string key)
    {
        var token = JsonNode.Parse(await http.GetStringAsync("/dev/token?user=anna"))!["access_token"]!.ToString();
        using var request = new HttpRequestMessage(method, path) { Content = content is null ? null : new ByteArrayContent(content) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (content is not null)
        {
            request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
            request.Headers.Add("Idempotency-Key", key);
        }

        return await http.SendAsync(request);
    }
}
