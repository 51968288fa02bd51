package io.keyferry.agent.job.queue;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** SQS clients that connect only where the configuration says. */
@Factory
final class SqsBeans {

  private static final Logger LOG = LoggerFactory.getLogger(SqsBeans.class);

  @Singleton
  @Bean(preDestroy = "close")
  ObservedCredentialsProvider credentials() {
    return ObservedCredentialsProvider.ofTheDefaultChain();
  }

  @Singleton
  AgentCertificate certificate() {
    return AgentCertificate.ofTheProfile();
  }

  @Singleton
  @Bean(preDestroy = "close")
  SqsClient sqs(
      CloudSettings cloud,
      ObservedCredentialsProvider credentials,
      ServerClock clock,
      QueueCalls calls) {
    return client(cloud, credentials, clock, calls);
  }

  /** Returns a client that the caller closes. */
  static SqsClient client(
      CloudSettings cloud,
      ObservedCredentialsProvider credentials,
      ServerClock clock,
      QueueCalls calls) {
    Region region = Region.of(cloud.region());
    return SqsClient.builder()
        .region(region)
        .credentialsProvider(credentials)
        // Always set: otherwise AWS_ENDPOINT_URL or a profile could redirect the agent.
        .endpointOverride(announced(cloud))
        .httpClient(UrlConnectionHttpClient.create(url -> open(cloud.outbound(), url)))
        .overrideConfiguration(override ->
            override
                .addExecutionInterceptor(clock)
                .addExecutionInterceptor(calls)
                .retryStrategy(RetryMode.STANDARD))
        .build();
  }

  private static HttpURLConnection open(Outbound outbound, URI url) {
    try {
      return outbound.open(url);
    } catch (IOException e) {
      throw SdkClientException.create("could not open a connection to " + url.getHost(), e);
    }
  }

  private static URI announced(CloudSettings cloud) {
    cloud
        .endpoint()
        .ifPresent(
            url -> LOG.warn("cloud.endpoint is set: SQS is {}, which is for tests only", url));
    return endpoint(cloud);
  }

  /** Where SQS is. */
  static URI endpoint(CloudSettings cloud) {
    return cloud
        .endpoint()
        .orElseGet(() ->
            URI.create(
                "https://" + SqsClient.serviceMetadata().endpointFor(Region.of(cloud.region()))));
  }

  @Singleton
  JobQueue jobQueue(SqsClient sqs, CloudSettings cloud) {
    return new SqsJobQueue(sqs, cloud.jobsQueueUrl().toString());
  }

  @Singleton
  ResultQueue resultQueue(SqsClient sqs, CloudSettings cloud) {
    return new SqsResultQueue(sqs, cloud.resultsQueueUrl().toString());
  }
}
