using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Attachments;

public sealed class When_an_attached_file_is_read
{
    private static readonly byte[] Content = Files.Bytes(200_000, seed: 7);

    private Wire _wire = null!;
    private string _task = null!;
    private string _id = null!;

    [OneTimeSetUp]
    public async Task StartServer()
    {
        _wire = new Wire(CompanyFolder.With("one-task"));
        _task = await _wire.TaskAsync();
        _id = await _wire.AttachedAsync(_task, Content);
    }

    [OneTimeTearDown]
    public ValueTask StopServer() => _wire.DisposeAsync();

    [Test]
    public async Task It_is_for_saving_and_tagged_with_its_hash()
    {
        var served = await _wire.ContentAsync(_task, _id);

        Assert.Multiple(() =>
        {
            Assert.That(served.Bytes, Is.EqualTo(Content));
            Assert.That(served.Header("ETag"), Is.EqualTo($"\"{Files.Sha256(Content)}\""));
            Assert.That(served.Header("Content-Type"), Is.EqualTo("application/pdf"));
            Assert.That(served.Header("Content-Length"), Is.EqualTo("200000"));
            Assert.That(served.Header("Content-Disposition"), Is.EqualTo("attachment; filename=offer.pdf; filename*=UTF-8''offer.pdf"));
            Assert.That(served.Header("Accept-Ranges"), Is.EqualTo("bytes"));
            Assert.That(served.Header("Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(served.Header("X-Content-Type-Options"), Is.EqualTo("nosniff"));
        });
    }

    [TestCase("bytes=0-0", 0, 1)]
    [TestCase("bytes=10-19", 10, 10)]
    [TestCase("bytes=65530-65545", 65_530, 16)]
    [TestCase("bytes=60000-190000", 60_000, 130_001)]
    [TestCase("bytes=131072-", 131_072, 68_928)]
    [TestCase("bytes=-100", 199_900, 100)]
    [TestCase("bytes=-999999", 0, 200_000)]
    [TestCase("bytes=199999-300000", 199_999, 1)]
    public async Task A_part_of_it_is_that_part(string range, int from, int count)
    {
        var served = await _wire.ContentAsync(_task, _id, headers: ("Range", range));

        Assert.That((served.Status, served.Header("Content-Range")), Is.EqualTo((206, $"bytes {from}-{from + count - 1}/200000")));
        Assert.That(served.Bytes, Is.EqualTo(Content.Skip(from).Take(count).ToArray()));
    }

    [TestCase("bytes=200000-")]
    [TestCase("bytes=-0")]
    public async Task A_part_that_is_not_there_is_refused(string range)
    {
        var refused = await _wire.ContentAsync(_task, _id, headers: ("Range", range));

        refused.Problem(416, "range-not-satisfiable");
        Assert.That(refused.Header("Content-Range"), Is.EqualTo("bytes */200000"));
    }

    [TestCase("bytes=5-1")]
    [TestCase("bytes=a-b")]
    [TestCase("lines=1-2")]
    [TestCase("bytes=0-1,5-6")]
    public async Task What_is_no_single_part_is_the_whole(string range) => Assert.That((await _wire.ContentAsync(_task, _id, headers: ("Range", range))).Bytes, Is.EqualTo(Content));

    [Test]
    public async Task Who_has_it_is_told_so()
    {
        var tag = $"\"{Files.Sha256(Content)}\"";

        var same = await _wire.ContentAsync(_task, _id, headers: ("If-None-Match", tag));
        var other = await _wire.ContentAsync(_task, _id, headers: ("If-None-Match", "\"other\""));
        var resumed = await _wire.ContentAsync(_task, _id, "anna", ("Range", "bytes=100-"), ("If-Range", tag));
        var changed = await _wire.ContentAsync(_task, _id, "anna", ("Range", "bytes=100-"), ("If-Range", "\"other\""));

        Assert.That((same.Status, same.Bytes.Length, other.Status, resumed.Status, changed.Status), Is.EqualTo((304, 0, 200, 206, 200)));
        (await _wire.ContentAsync(_task, _id, headers: ("If-Match", "\"other\""))).Problem(412, "precondition-failed");
    }

    [Test]
    public async Task An_empty_file_has_no_parts()
    {
        var empty = await _wire.AttachedAsync(_task, [], "empty.pdf");

        Assert.That((await _wire.ContentAsync(_task, empty)).Bytes, Is.Empty);
        (await _wire.ContentAsync(_task, empty, headers: ("Range", "bytes=0-"))).Problem(416, "range-not-satisfiable");
    }

    [Test]
    public async Task Removed_while_it_is_read_it_is_read_to_its_end()
    {
        var content = Files.Bytes(20_000_000, seed: 9);
        var id = await _wire.AttachedAsync(_task, content, "large.pdf");
        using var http = new HttpClient { BaseAddress = _wire.Server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/tasks/{_task}/attachments/{id}/content");
        request.Headers.Authorization = new("Bearer", await _wire.TokenAsync("anna"));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.That((await _wire.SendAsync("DELETE", $"/tasks/{_task}/attachments/{id}")).Status, Is.EqualTo(204));
        Assert.That(File.Exists(Files.PathOf(_wire.Server.Folder, Files.Sha256(content))), Is.False);

        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(content));
        (await _wire.ContentAsync(_task, id)).Problem(404, "not-found");
    }

    [TestCase(0, 500, "a byte of the first record: nothing is served")]
    [TestCase(70_000, 0, "a byte further on: the answer breaks off")]
    [TestCase(-1, 500, "cut off within the first record")]
    [TestCase(-2, 500, "gone")]
    public async Task A_file_that_is_damaged_is_not_served_as_if_it_were_not(int at, int status, string what)
    {
        var content = Files.Bytes(150_000, seed: 100 + at);
        var id = await _wire.AttachedAsync(_task, content, "damaged.pdf");
        var path = Files.PathOf(_wire.Server.Folder, Files.Sha256(content));
        var bytes = await File.ReadAllBytesAsync(path);
        if (at == -2)
        {
            File.Delete(path);
        }
        else
        {
            bytes[Math.Max(0, at) + 100] ^= 1;
            await File.WriteAllBytesAsync(path, at == -1 ? bytes[..1000] : bytes);
        }

        if (status == 0)
        {
            Assert.That(() => _wire.ContentAsync(_task, id), Throws.InstanceOf<HttpRequestException>(), what);
            return;
        }

        (await _wire.ContentAsync(_task, id)).Problem(status, "internal-error");
    }

    [Test]
    public async Task Records_that_have_changed_places_are_not_served()
    {
        var content = Files.Bytes(4 * 65_536, seed: 55);
        var id = await _wire.AttachedAsync(_task, content, "swapped.pdf");
        var path = Files.PathOf(_wire.Server.Folder, Files.Sha256(content));
        var bytes = await File.ReadAllBytesAsync(path);
        var record = 4 + BitConverter.ToInt32(bytes, 0);
        var swapped = bytes[..record].Concat(bytes[(2 * record)..(3 * record)]).Concat(bytes[record..(2 * record)]).Concat(bytes[(3 * record)..]).ToArray();
        await File.WriteAllBytesAsync(path, swapped);

        Assert.That(() => _wire.ContentAsync(_task, id), Throws.InstanceOf<HttpRequestException>());
    }
}
